import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** One wrong field of a request. */
export interface FieldError {
  /** JSON pointer into the body, RFC 6901. */
  pointer: string
  code: string
  detail: string
}

/** The closed list of errors that the API answers, with their status and title. */
export const PROBLEMS = {
  unauthorized: [401, 'The API key is missing or not valid'],
  not_found: [404, 'There is no such thing here'],
  invalid_json: [400, 'The body is not valid JSON'],
  unsupported_media_type: [415, 'The body has to be application/json'],
  body_too_large: [413, 'The body is too large'],
  invalid_fields: [422, 'Some fields are not valid'],
  invalid_query: [422, 'A query parameter is not valid'],
  invalid_idempotency_key: [422, 'The Idempotency-Key is not valid'],
  idempotency_key_reused: [422, 'This Idempotency-Key was used for another request'],
  request_in_progress: [409, 'The first request with this Idempotency-Key is still being worked on'],
  not_a_draft: [409, 'The invoice is not a draft any more'],
  forged_webhook: [401, 'The webhook does not prove where it comes from'],
  unavailable: [503, 'A part of the service is away; try again shortly'],
  internal: [500, 'Something went wrong on our side'],
} as const satisfies Record<string, readonly [ContentfulStatusCode, string]>

export type ProblemCode = keyof typeof PROBLEMS

/** Thrown in a handler and answered as problem+json, RFC 9457. */
export class Problem extends Error {
  override name = 'Problem'
  readonly code: ProblemCode
  readonly detail: string | undefined
  readonly errors: FieldError[] | undefined

  constructor(code: ProblemCode, detail?: string, errors?: FieldError[]) {
    super(detail ?? PROBLEMS[code][1])
    this.code = code
    this.detail = detail
    this.errors = errors
  }
}

/** The problem as an answer. */
export function problemResponse(c: Context, { code, detail, errors }: Problem): Response {
  const [status, title] = PROBLEMS[code]
  const body = {
    type: `urn:duewell:problem:${code}`,
    title,
    status,
    code,
    ...(detail ? { detail } : {}),
    ...(errors ? { errors } : {}),
  }
  const headers = {
    'content-type': 'application/problem+json',
    ...(status === 503 ? { 'retry-after': '5' } : {}),
  }
  return c.body(JSON.stringify(body), status, headers)
}
