import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ImportRefusal } from '../../domain/import/index.ts'
import type { Refusal } from '../../domain/invoice/index.ts'
import type { RecurringRefusal } from '../../domain/recurring/index.ts'
import { RETRY_AFTER } from './unavailable.ts'

export interface FieldError {
  /**
   * JSON pointer into the body or the query.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6901
   */
  pointer: string
  code: string
  detail: string
}

type Entry = readonly [ContentfulStatusCode, string, string?]

const INVOICE_REFUSALS = {
  not_issued: [409, 'Invoice is a draft', 'Send it first: POST /v1/invoices/{id}/send.'],
  already_paid: [409, 'Invoice already paid'],
  voided: [409, 'Invoice is void'],
  already_void: [409, 'Invoice already void'],
  void_requested: [409, 'Invoice is being voided', 'It is void as soon as no payment can arrive any more.'],
  partly_paid: [409, 'Invoice partly paid', 'Refund the payments first, then void it.'],
  link_expired: [409, 'Payment link expired', 'Make a new one: POST /v1/invoices/{id}/link.'],
  link_revoked: [409, 'Payment link replaced', 'Use the newest link of the invoice.'],
  amount_changed: [409, 'Amount changed', 'Read the invoice again.'],
  payment_in_progress: [409, 'Payment in progress', 'Try again when it has arrived or failed.'],
  payment_currency_mismatched: [
    409,
    'Payment in another currency not decided',
    'Record what it pays, or, once you have sent it back: POST /v1/invoices/{id}/payments/{payment}/undo.',
  ],
  payment_amount_unreadable: [
    409,
    'Payment with an unreadable amount not decided',
    'Record what it pays, or, once you have sent it back: POST /v1/invoices/{id}/payments/{payment}/undo.',
  ],
  on_hold: [409, 'Invoice on hold', 'Resume it first: POST /v1/invoices/{id}/resume.'],
  not_on_hold: [409, 'Invoice not on hold'],
  too_many_reminders: [
    429,
    'Reminder limit reached',
    'Two reminders a day can be sent by hand. Try again tomorrow.',
  ],
  undeliverable: [
    409,
    'Customer not reachable by this channel',
    'Change the address first: PATCH /v1/invoices/{id}. Or open it: DELETE /v1/suppressed_addresses/{address}.',
  ],
  due_before_issue: [422, 'Due date before the issue date', 'Choose a later due date.'],
  expires_in_the_past: [422, 'Link expiry in the past', 'Choose a later expiry.'],
  payment_too_large: [
    422,
    'Payment too large',
    'All payments to an invoice add up to at most 2^53 − 1 minor units.',
  ],
  unknown_payment: [
    404,
    'Payment not found',
    'Only a payment recorded by hand, reversed by its bank, in another currency, or with an unreadable amount can be undone.',
  ],
  already_undone: [409, 'Payment already undone'],
  already_refunded: [409, 'Payment already refunded'],
  refund_exceeds_payment: [422, 'Refund too large', 'Refund at most what was paid and not refunded yet.'],
  refund_not_possible: [
    409,
    'Refund by bank not possible',
    'The money went to your own account. Send it back from there, then record the refund with its `method`.',
  ],
  nothing_to_refund: [409, 'Nothing to refund'],
  clock_moved_back: [422, 'Test clock moved back', 'The clock only moves forward.'],
  live_invoice: [403, 'Invoice is live', 'Only a test invoice has a clock that can be advanced.'],
} as const satisfies Record<Refusal, Entry>

const RECURRING_REFUSALS = {
  recurring_ended: [409, 'Recurring invoice ended', 'Create a new one.'],
  already_paused: [409, 'Recurring invoice already paused'],
  not_paused: [409, 'Recurring invoice not paused'],
  not_the_next: [409, 'Occurrence is not the next', 'Only the next occurrence can be skipped.'],
  nothing_to_retry: [409, 'No failed occurrence to retry'],
  changed_meanwhile: [
    409,
    'Recurring invoice changed meanwhile',
    'Read it again, then repeat the change on what it is now.',
  ],
  starts_too_early: [
    422,
    'Start too early',
    'It must not be before today, and be after the last occurrence.',
  ],
  clock_moved_back: [422, 'Test clock moved back', 'The clock only moves forward.'],
  live_recurring: [
    403,
    'Recurring invoice is live',
    'Only a test recurring invoice has a clock that can be advanced.',
  ],
} as const satisfies Record<RecurringRefusal, Entry>

const IMPORT_REFUSALS = {
  import_not_ready: [409, 'Import is still being read', 'Wait until its status is `review`.'],
  import_unreadable: [
    409,
    'Import file unreadable',
    'The import’s `problem` says what to change in the file.',
  ],
  import_has_questions: [
    409,
    'Import has columns that are not read',
    'Say for each what it is, or leave it out: PATCH /v1/imports/{id}.',
  ],
  import_has_errors: [
    409,
    'Import has invalid rows',
    'Correct them, or confirm with `"rows": "valid"` to send the valid ones.',
  ],
  import_confirmed: [409, 'Import already confirmed'],
  import_ended: [409, 'Import ended'],
  nothing_to_send: [409, 'Import has no valid rows', 'Correct the file and upload it again.'],
  import_not_issuing: [409, 'Import is not being sent'],
  import_paused: [409, 'Import already paused'],
  import_not_paused: [409, 'Import not paused'],
} as const satisfies Record<ImportRefusal, Entry>

export const PROBLEMS = {
  ...INVOICE_REFUSALS,
  ...RECURRING_REFUSALS,
  ...IMPORT_REFUSALS,
  unauthorized: [401, 'API key missing or not valid', 'Send it as `Authorization: Bearer dw_test_…`.'],
  not_found: [404, 'Not found'],
  suppression_kept: [
    409,
    'Address suppressed by the e-mail provider',
    'The recipient complained about a message. Use another address, or ask the provider’s support.',
  ],
  method_not_allowed: [405, 'Method not allowed'],
  invalid_json: [400, 'Body is not valid JSON'],
  incomplete_body: [400, 'Body incomplete', 'The connection ended before the whole body arrived.'],
  unsupported_media_type: [415, 'Content type not supported', 'Send application/json.'],
  invalid_form: [
    400,
    'Form not readable',
    'Its Content-Type needs a boundary, as HTTP clients add by themselves.',
  ],
  body_too_large: [413, 'Body too large'],
  file_too_large: [413, 'File too large', 'Split it into files of at most 100 MB.'],
  file_missing: [422, 'File missing', 'Send the file as the body, or as the first file of a form.'],
  invalid_fields: [422, 'Fields not valid'],
  invalid_query: [422, 'Query parameters not valid'],
  invalid_idempotency_key: [422, 'Idempotency-Key not valid'],
  idempotency_key_reused: [
    422,
    'Idempotency-Key used for another request',
    'Use a new key for a new request.',
  ],
  request_in_progress: [
    409,
    'Request in progress',
    'The first request with this Idempotency-Key is not finished. Repeat this one in a moment.',
  ],
  not_a_draft: [409, 'Invoice is not a draft'],
  equal_reminders: [422, 'Reminders on the same day by the same channel', 'Change one of them.'],
  too_many_steps: [422, 'Too many reminders', 'A reminder plan has at most 50.'],
  start_in_the_past: [422, 'Start in the past', 'Choose today or a later day.'],
  ends_before_start: [422, 'End before the start', 'Choose a later end.'],
  day_not_in_start: [422, 'Day of the month does not match the start'],
  unknown_period_placeholder: [422, 'Placeholder unknown'],
  template_missing: [409, 'Recurring invoice erased', 'Its contents were deleted. Create a new one.'],
  unknown_time_zone: [422, 'Time zone unknown', 'Use a name of the IANA database such as Europe/London.'],
  invalid_duration: [422, 'Duration not valid'],
  forged_webhook: [401, 'Webhook signature not valid'],
  unauthorized_webhook: [401, 'Webhook user or password not valid'],
  mismatched_webhook: [422, 'Webhook does not match the payment or refund it names'],
  unavailable: [503, 'Service temporarily unavailable', 'Try again in a few seconds.'],
  internal: [500, 'Internal error', 'Try again. If it happens again, ask the operators.'],
} as const satisfies Record<string, Entry>

export type ProblemCode = keyof typeof PROBLEMS

export class Problem extends Error {
  override name = 'Problem'
  readonly code: ProblemCode
  readonly title: string
  readonly detail: string | undefined
  readonly errors: FieldError[] | undefined

  constructor(code: ProblemCode, detail?: string, errors?: FieldError[], title?: string) {
    const [, defaultTitle, nextStep]: Entry = PROBLEMS[code]
    super(detail ?? title ?? defaultTitle)
    this.code = code
    this.title = title ?? defaultTitle
    this.detail = detail ?? nextStep
    this.errors = errors
  }
}

export function unsupportedMediaType(given: string, nextStep?: string): Problem {
  const title = given === '' ? 'Content type missing' : undefined
  return new Problem('unsupported_media_type', nextStep, undefined, title)
}

export function notFound(thing: string): Problem {
  const detail = 'Check the id, and that the API key is of the same merchant and mode.'
  return new Problem('not_found', detail, undefined, `${thing} not found`)
}

export function invalidFields(errors: FieldError[]): Problem {
  const codes = new Set(errors.map(({ code }) => code))
  const [code = ''] = codes
  return new Problem(codes.size === 1 && isProblemCode(code) ? code : 'invalid_fields', undefined, errors)
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code)
}

/**
 * A response with status 401 must contain a challenge.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2
 */
const CHALLENGES: Partial<Record<ProblemCode, string>> = {
  unauthorized: 'Bearer realm="duewell"',
  forged_webhook: 'Signature realm="webhooks"',
  unauthorized_webhook: 'Basic realm="webhooks"',
}

export function problemStatus({ code }: Problem): ContentfulStatusCode {
  return PROBLEMS[code][0]
}

export function problemHeaders(problem: Problem): Record<string, string> {
  const status = problemStatus(problem)
  const challenge = CHALLENGES[problem.code]
  return {
    ...(challenge ? { 'www-authenticate': challenge } : {}),
    ...(status === 503 ? RETRY_AFTER : {}),
    // The connection must close, because the rest of the body stays unread.
    ...(status === 413 ? { connection: 'close' } : {}),
  }
}

export function problemResponse(c: Context, problem: Problem): Response {
  const { code, title, detail, errors } = problem
  const status = problemStatus(problem)
  const body = {
    type: `urn:duewell:problem:${code}`,
    title,
    status,
    code,
    ...(detail ? { detail } : {}),
    ...(errors ? { errors } : {}),
  }
  const headers = { ...problemHeaders(problem), 'content-type': 'application/problem+json' }
  return c.body(JSON.stringify(body), status, headers)
}
