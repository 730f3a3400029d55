import type { Context } from 'hono'
import { claimFor, hashRequest, release, saveResponse } from '../../db/idempotency.ts'
import { deterministicId, newId } from '../../db/ids.ts'
import type { ApiDeps } from '../deps.ts'
import { Problem } from './problem.ts'
import type { Tenant } from './api-key-auth.ts'
import { type Idempotency, findPriorRequest } from '../merchant/invoices/create-draft.ts'

/** The request's Idempotency-Key, with what it stands for. @throws Problem `invalid_idempotency_key` */
export function idempotencyOf(c: Context, tenant: Tenant, text: string): Idempotency | undefined {
  const key = c.req.header('idempotency-key')
  if (key === undefined) return undefined
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Problem('invalid_idempotency_key', 'It must be 1 to 255 visible ASCII characters.')
  }
  return { scope: { ...tenant, key }, requestHash: hashRequest(c.req.method, c.req.path, text) }
}

export function replayResponse({ status, body }: { status: number; body: string }): Response {
  return new Response(body, {
    status,
    headers: { 'content-type': 'application/json', 'idempotent-replayed': 'true' },
  })
}

/**
 * Does what a merchant asks of an invoice or a plan, and once for each Idempotency-Key. The command's id follows from the key,
 * so a request that died half way is finished by its repetition, and the command is done once.
 *
 * @param work does it under that id, and answers the body of the response
 */
export async function withIdempotency(
  { em }: ApiDeps,
  c: Context,
  { tenant, subjectId, text }: { tenant: Tenant; subjectId: string; text: string },
  work: (commandId: string) => Promise<{ status: 200 | 201 | 202; body: unknown }>,
): Promise<Response> {
  const idempotency = idempotencyOf(c, tenant, text)
  if (!idempotency) {
    const { status, body } = await work(newId('cmd'))
    return c.json(body as object, status)
  }
  const { scope, requestHash } = idempotency
  const earlier = await findPriorRequest(em, idempotency)
  if (earlier && 'answer' in earlier) return replayResponse(earlier.answer)
  if (!earlier && !(await claimFor(em, scope, requestHash, subjectId))) {
    throw new Problem('request_in_progress')
  }
  try {
    const { merchantId, mode, key } = scope
    const { status, body } = await work(deterministicId('cmd', `${merchantId} ${mode} ${key}`))
    const answer = JSON.stringify(body)
    await saveResponse(em, scope, status, answer)
    return c.body(answer, status, { 'content-type': 'application/json' })
  } catch (error) {
    // What was refused did not happen: the same key may be tried again when things are different.
    if (error instanceof Problem) await release(em, scope)
    throw error
  }
}
