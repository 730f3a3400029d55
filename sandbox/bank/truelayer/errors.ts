import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'

export type FieldErrors = Record<string, string[]>

/** @see https://docs.truelayer.com/docs/error-types */
const ERRORS = {
  'invalid-parameters': [400, 'Invalid Parameters'],
  'invalid-state': [400, 'Invalid State'],
  unauthenticated: [401, 'Unauthenticated'],
  forbidden: [403, 'Forbidden'],
  'not-found': [404, 'Not Found'],
  'idempotency-key-concurrency-conflict': [409, 'Idempotency-Key Concurrency Conflict'],
  'idempotency-key-reuse': [422, 'Idempotency-Key Reuse'],
  'rate-limit-exceeded': [429, 'Rate Limit Exceeded'],
  'internal-server-error': [500, 'Internal Server Error'],
  'provider-error': [502, 'Provider Error'],
} as const
export type ErrorType = keyof typeof ERRORS

export function apiError(c: Context, type: ErrorType, detail: string, errors?: FieldErrors): Response {
  const [status, title] = ERRORS[type]
  return problem(c, { type, status, title, detail, ...(errors ? { errors } : {}) })
}

export function plannedError(c: Context, status: number): Response {
  const known = Object.entries(ERRORS).find(([, [candidate]]) => candidate === status)
  const [type, [, title]] = known ?? ['internal-server-error', [status, 'Planned Failure']]
  return problem(c, { type, status, title, detail: 'This failure was planned through the control API.' })
}

function problem(
  c: Context,
  { type, status, ...rest }: { type: string; status: number; title: string; detail: string },
): Response {
  const retry: Record<string, string> = [409, 429].includes(status) || status >= 500 ? RETRY : {}
  const body = {
    type: `https://docs.truelayer.com/docs/error-types#${type}`,
    status,
    trace_id: randomBytes(16).toString('hex'),
    ...rest,
  }
  return c.json(body, status as 400, { 'content-type': 'application/problem+json', ...retry })
}

const RETRY = { 'tl-should-retry': 'true' }

export type Add = (field: string, problem: string) => void
