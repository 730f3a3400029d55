import type { Context } from 'hono'
import {
  claimKey,
  findPriorRequest,
  hashRequest,
  type IdempotencyScope,
  type KeyClaim,
  releaseKey,
  saveResponse,
} from '../../db/idempotency.ts'
import { deterministicId, newId } from '../../db/ids.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { MerchantEnv } from './api-key-auth.ts'
import { Problem } from './problem.ts'

export type Answer = { status: 200 | 201 | 202; body: object } | { status: 204; body?: undefined }

export type ClaimKey = (tx: EntityManager, resourceId: string) => Promise<void>

export interface Command {
  resourceId: string
  run: (commandId: string) => Promise<Answer>
}

export interface Creation {
  create: (claim?: ClaimKey) => Promise<string>
  /** `respond` must be repeatable, because the process can stop before the response is saved. */
  respond: (resourceId: string) => Promise<object>
  locationOf: (resourceId: string) => string
}

interface KeyedRequest {
  scope: IdempotencyScope
  requestHash: string
}

/**
 * @param text the raw body
 * @throws Problem `invalid_idempotency_key`, `idempotency_key_reused`, `request_in_progress`, or of `work`
 */
export async function withIdempotency(
  c: Context<MerchantEnv>,
  text: string,
  work: Command | Creation,
): Promise<Response> {
  const request = keyedRequest(c, text)
  if (!request) return runWithoutKey(c, work)
  const { scope, requestHash } = request
  const em = c.get('em')
  const prior = await findPriorRequest(em, scope, requestHash)
  switch (prior.kind) {
    case 'other_request':
      throw new Problem('idempotency_key_reused')
    case 'in_flight':
      throw new Problem('request_in_progress')
    case 'answered': {
      c.header('idempotency-replayed', 'true')
      return send(c, work, prior.resourceId, prior.status as Answer['status'], prior.body)
    }
    case 'none':
    case 'abandoned': {
      const claim = prior.kind === 'abandoned' ? prior.claim : undefined
      const { resourceId, answer } = await ('create' in work
        ? create(work, request, claim)
        : runCommand(em, work, request, claim))
      const body = toText(answer)
      await saveResponse(em, scope, answer.status, body)
      return send(c, work, resourceId, answer.status, body)
    }
  }
}

function keyedRequest(c: Context<MerchantEnv>, text: string): KeyedRequest | undefined {
  const key = c.req.header('idempotency-key')
  if (key === undefined) return undefined
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Problem('invalid_idempotency_key', 'It must be 1 to 255 visible ASCII characters.')
  }
  return { scope: { ...c.get('tenant'), key }, requestHash: hashRequest(c.req.method, c.req.path, text) }
}

async function runWithoutKey(c: Context<MerchantEnv>, work: Command | Creation): Promise<Response> {
  if ('create' in work) {
    const resourceId = await work.create()
    return send(c, work, resourceId, 201, JSON.stringify(await work.respond(resourceId)))
  }
  const answer = await work.run(newId('cmd'))
  return send(c, work, work.resourceId, answer.status, toText(answer))
}

function toText({ body }: Answer): string {
  return body === undefined ? '' : JSON.stringify(body)
}

async function create(
  work: Creation,
  { scope, requestHash }: KeyedRequest,
  claim: KeyClaim | undefined,
): Promise<{ resourceId: string; answer: Answer }> {
  const resourceId =
    claim?.resourceId ??
    (await work.create(async (tx, id) => {
      if (!(await claimKey(tx, scope, requestHash, id))) throw new Problem('request_in_progress')
    }))
  return { resourceId, answer: { status: 201, body: await work.respond(resourceId) } }
}

/** Derives the command id from the key, so that the workflow recognizes a repetition. */
async function runCommand(
  em: EntityManager,
  { resourceId, run }: Command,
  { scope, requestHash }: KeyedRequest,
  prior: KeyClaim | undefined,
): Promise<{ resourceId: string; answer: Answer }> {
  const claim = prior ?? (await claimKey(em, scope, requestHash, resourceId))
  if (!claim) throw new Problem('request_in_progress')
  const { merchantId, mode, key } = scope
  try {
    return { resourceId, answer: await run(deterministicId('cmd', `${merchantId} ${mode} ${key}`)) }
  } catch (error) {
    // A refusal releases the key, so that a corrected request can use the key.
    if (error instanceof Problem) await releaseKey(em, scope, claim)
    throw error
  }
}

function send(
  c: Context,
  work: Command | Creation,
  resourceId: string,
  status: Answer['status'],
  body: string,
): Response {
  if (status === 204) return c.body(null, 204)
  if ('create' in work) c.header('location', work.locationOf(resourceId))
  return c.body(body, status, { 'content-type': 'application/json' })
}
