import type { Context } from 'hono'
import {
  claimKey,
  findPriorRequest,
  hashRequest,
  type IdempotencyScope,
  type KeyClaim,
  releaseKey,
  saveResponse,
  unlockKey,
} from '../../../db/idempotency.ts'
import { deterministicId, newId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { MerchantEnv } from '../api-key-auth.ts'
import { Problem } from '../errors/problem.ts'

/** The fields of `shownOnce` must not be stored. */
type Answer =
  | { status: 200 | 201 | 202; body: object; shownOnce?: object }
  | { status: 204; body?: undefined; shownOnce?: undefined }

export type ClaimKey = (tx: EntityManager, resourceId: string) => Promise<void>

/** @internal */
export interface Command {
  resourceId: string
  /** `run` must be repeatable with the same command id. */
  run: (commandId: string) => Promise<Answer>
}

/** @internal */
export interface Change {
  /** The claim and the change must share one transaction. */
  change: (claim?: ClaimKey) => Promise<string>
  respond?: (resourceId: string) => Promise<object>
}

interface Created {
  resourceId: string
  shownOnce: object
}

/** @internal */
export interface Creation {
  create: (claim?: ClaimKey) => Promise<string | Created>
  respond: (resourceId: string) => Promise<object>
  locationOf: (resourceId: string) => string
  statusOf?: (resourceId: string) => 200 | 201
}

type Work = Command | Change | Creation

interface KeyedRequest {
  scope: IdempotencyScope
  requestHash: string
}

interface Outcome {
  resourceId: string
  answer: Answer
}

/**
 * @throws Problem `invalid_idempotency_key`, `idempotency_key_reused`, `request_in_progress`, `answer_erased`,
 * or a Problem of `work`
 */
export async function withIdempotency(c: Context<MerchantEnv>, text: string, work: Work): Promise<Response> {
  const request = keyedRequest(c, text)
  if (!request) {
    const { resourceId, answer } = await perform(work, undefined, newId('cmd'))
    return send(c, work, resourceId, answer.status, sentText(answer))
  }
  const { scope, requestHash } = request
  const em = c.get('em')
  const answers = c.get('answers')
  const prior = await findPriorRequest(em, scope, requestHash)
  switch (prior.kind) {
    case 'other_request':
      throw new Problem('idempotency_key_reused')
    case 'in_flight':
      throw new Problem('request_in_progress')
    case 'erased':
      throw answerErased(prior.resourceId)
    case 'answered': {
      const body = prior.body ? answers.decrypt(prior.body, scope) : ''
      if (body === undefined) throw answerErased(prior.resourceId)
      c.header('idempotency-replayed', 'true')
      return send(c, work, prior.resourceId, prior.status as Answer['status'], body)
    }
    case 'none':
    case 'abandoned': {
      const claim = prior.kind === 'abandoned' ? prior.claim : undefined
      const { resourceId, answer } = await performKeyed(em, work, request, claim)
      const { body } = answer
      const kept = body === undefined ? undefined : answers.encrypt(JSON.stringify(body), scope)
      await saveResponse(em, scope, answer.status, kept)
      return send(c, work, resourceId, answer.status, sentText(answer))
    }
  }
}

function answerErased(resourceId: string): Problem {
  return new Problem('answer_erased', `The answer is no longer kept. Read ${resourceId} to see the effect.`)
}

function keyedRequest(c: Context<MerchantEnv>, text: string): KeyedRequest | undefined {
  const key = c.req.header('idempotency-key')
  if (key === undefined) return undefined
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Problem('invalid_idempotency_key', 'It must be 1 to 255 visible ASCII characters.')
  }
  const { pathname, search } = new URL(c.req.url)
  const requestHash = hashRequest(c.req.method, pathname + search, text)
  return { scope: { ...c.get('tenant'), key }, requestHash }
}

async function performKeyed(
  em: EntityManager,
  work: Work,
  { scope, requestHash }: KeyedRequest,
  prior: KeyClaim | undefined,
): Promise<Outcome> {
  let claim = prior
  const claimFor: ClaimKey = async (tx, resourceId) => {
    claim = await claimKey(tx, scope, requestHash, resourceId)
    if (!claim) throw new Problem('request_in_progress')
  }
  try {
    if (!('run' in work)) return await perform(work, claimFor, '', prior?.resourceId)
    if (!claim) await claimFor(em, work.resourceId)
    return await perform(work, undefined, commandIdOf(scope, claim))
  } catch (error) {
    const isRefused = !prior && 'run' in work && error instanceof Problem
    const giveUp = isRefused ? releaseKey : unlockKey
    if (claim) await giveUp(em, scope, claim).catch(() => undefined)
    throw error
  }
}

function commandIdOf({ merchantId, mode, key }: IdempotencyScope, claim: KeyClaim | undefined): string {
  return deterministicId('cmd', `${merchantId} ${mode} ${key} ${claim?.claimedAt.getTime()}`)
}

async function perform(
  work: Work,
  claim: ClaimKey | undefined,
  commandId: string,
  done?: string,
): Promise<Outcome> {
  if ('run' in work) return { resourceId: work.resourceId, answer: await work.run(commandId) }
  if ('change' in work) {
    const resourceId = done ?? (await work.change(claim))
    const body = await work.respond?.(resourceId)
    return { resourceId, answer: body ? { status: 200, body } : { status: 204 } }
  }
  const created = done ?? (await work.create(claim))
  const { resourceId, shownOnce } =
    typeof created === 'string' ? { resourceId: created, shownOnce: {} } : created
  const status = work.statusOf?.(resourceId) ?? 201
  return { resourceId, answer: { status, body: await respondOrGone(work, resourceId), shownOnce } }
}

/** @throws Problem `answer_erased` if the resource was deleted since its creation */
async function respondOrGone({ respond }: Creation, resourceId: string): Promise<object> {
  try {
    return await respond(resourceId)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not_found') throw error
    throw new Problem('answer_erased', `${resourceId} was created, and deleted before this answer.`)
  }
}

function sentText({ body, shownOnce }: Answer): string {
  return body === undefined ? '' : JSON.stringify({ ...body, ...shownOnce })
}

function send(c: Context, work: Work, resourceId: string, status: Answer['status'], body: string): Response {
  if (status === 204) return c.body(null, 204)
  if ('create' in work) c.header('location', work.locationOf(resourceId))
  return c.body(body, status, { 'content-type': 'application/json' })
}
