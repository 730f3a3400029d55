import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ImportRefusal } from '../../domain/import/index.ts'
import type { Refusal } from '../../domain/invoice/index.ts'
import type { RecurringRefusal } from '../../domain/recurring/index.ts'

/** One wrong field of a request. */
export interface FieldError {
  /** JSON pointer into the body, RFC 6901. */
  pointer: string
  code: string
  detail: string
}

/** What an invoice says no to, with status and title. The codes are the domain's. */
const REFUSED = {
  not_issued: [409, 'The invoice is a draft: it has to be sent first'],
  already_paid: [409, 'The invoice is paid'],
  voided: [409, 'The invoice is void'],
  already_void: [409, 'The invoice is void already'],
  void_requested: [409, 'The invoice is being voided'],
  partly_paid: [409, 'A part of the invoice is paid: refund it first'],
  link_expired: [409, 'The payment link has expired: make a new one first'],
  link_revoked: [409, 'The payment link has been replaced'],
  payment_in_progress: [409, 'A payment is on its way'],
  on_hold: [409, 'The invoice is on hold'],
  not_on_hold: [409, 'The invoice is not on hold'],
  too_many_reminders: [429, 'Two reminders were sent by hand within a day: no more for now'],
  undeliverable: [409, 'Nothing reaches the customer by this channel: change the address first'],
  due_before_issue: [422, 'The due date is before the invoice is issued'],
  expires_in_the_past: [422, 'The link would have expired already'],
  unknown_payment: [
    404,
    'No payment that can be taken back has this id: one recorded by hand, or reversed by its bank',
  ],
  already_undone: [409, 'This payment has been undone already'],
  already_refunded: [409, 'This money has been given back already'],
  refund_exceeds_payment: [422, 'This is more than can be refunded'],
  refund_not_possible: [
    409,
    'The money went straight to your own account: send it back from there, then record the refund with its `method`',
  ],
  nothing_to_refund: [409, 'There is nothing to refund'],
  clock_moved_back: [422, 'The clock only moves forward'],
  live_invoice: [403, 'The clock of a live invoice cannot be moved'],
} as const satisfies Record<Refusal, readonly [ContentfulStatusCode, string]>

/** What a recurring invoice says no to. */
const PLAN_REFUSED = {
  plan_ended: [409, 'The recurring invoice has ended'],
  already_paused: [409, 'The recurring invoice is paused already'],
  not_paused: [409, 'The recurring invoice is not paused'],
  not_the_next: [409, 'This is not the next occurrence'],
  nothing_to_retry: [409, 'There is no failed occurrence to try again'],
  changed_meanwhile: [409, 'The recurring invoice was changed at the same time: read it again'],
  starts_too_early: [422, 'The new start is before today, or not after the last occurrence'],
  clock_moved_back: [422, 'The clock only moves forward'],
  live_plan: [403, 'The clock of a live recurring invoice cannot be moved'],
} as const satisfies Record<RecurringRefusal, readonly [ContentfulStatusCode, string]>

/** What an import says no to. */
const IMPORT_REFUSED = {
  import_not_ready: [409, 'The file is still being read'],
  import_unreadable: [409, 'The file cannot be read as it is: see its problem'],
  import_has_errors: [409, 'Not all rows are good, and all or nothing was asked for'],
  import_confirmed: [409, 'The import is confirmed already'],
  import_ended: [409, 'The import has ended'],
  nothing_to_send: [409, 'No row is good'],
  import_not_issuing: [409, 'The import is not being sent'],
  import_paused: [409, 'The import is paused already'],
  import_not_paused: [409, 'The import is not paused'],
} as const satisfies Record<ImportRefusal, readonly [ContentfulStatusCode, string]>

/** The closed list of errors that the API answers, with their status and title. */
export const PROBLEMS = {
  ...REFUSED,
  ...PLAN_REFUSED,
  ...IMPORT_REFUSED,
  unauthorized: [401, 'The API key is missing or not valid'],
  not_found: [404, 'There is no such thing here'],
  invalid_json: [400, 'The body is not valid JSON'],
  unsupported_media_type: [415, 'The body has to be application/json'],
  body_too_large: [413, 'The body is too large'],
  file_too_large: [413, 'The file is larger than 100 MB: split it'],
  file_missing: [422, 'There is no file in the request'],
  invalid_fields: [422, 'Some fields are not valid'],
  invalid_query: [422, 'A query parameter is not valid'],
  invalid_idempotency_key: [422, 'The Idempotency-Key is not valid'],
  idempotency_key_reused: [422, 'This Idempotency-Key was used for another request'],
  request_in_progress: [409, 'The first request with this Idempotency-Key is still being worked on'],
  not_a_draft: [409, 'The invoice is not a draft any more'],
  equal_reminders: [422, 'Two reminders would go out on the same day by the same channel'],
  too_many_steps: [422, 'A plan has at most 50 reminders'],
  start_in_the_past: [422, 'The start is before today'],
  ends_before_start: [422, 'The end is before the start'],
  day_not_in_start: [422, 'The day of the month does not belong to the start'],
  unknown_period_placeholder: [422, 'A text names a placeholder that there is not'],
  template_missing: [409, 'What the recurring invoice is made of has been erased'],
  unknown_time_zone: [422, 'There is no such time zone'],
  invalid_duration: [422, 'This is not a duration that the clock can be advanced by'],
  forged_webhook: [401, 'The webhook does not prove where it comes from'],
  mismatched_webhook: [422, 'The webhook names a payment or refund of something else'],
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

/** Fields that are wrong: by the mistake's own code where there is one for it and no other mistake. */
export function invalidFields(errors: FieldError[]): Problem {
  const codes = new Set(errors.map(({ code }) => code))
  const [code = ''] = codes
  return new Problem(codes.size === 1 && isProblemCode(code) ? code : 'invalid_fields', undefined, errors)
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code)
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
    // The rest of the body is not read, so nothing else can come on this connection.
    ...(status === 413 ? { connection: 'close' } : {}),
  }
  return c.body(JSON.stringify(body), status, headers)
}
