import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ImportRefusal } from '../../../domain/import/index.ts'
import type { Refusal } from '../../../domain/invoice/index.ts'
import type { IssueRefusal } from '../../../domain/merchant/trust.ts'
import type { RecurringRefusal } from '../../../domain/recurring/index.ts'
import type { FieldCode } from '../request/field-codes.ts'
import { RETRY_AFTER } from './unavailable.ts'

export interface FieldError {
  pointer: string
  code: FieldCode
  detail: string
}

type Entry = readonly [ContentfulStatusCode, string, string]

const INVOICE_REFUSALS = {
  not_issued: [409, 'Invoice is a draft', 'Send it first: POST /v1/invoices/{id}/send.'],
  already_paid: [409, 'Invoice already paid', 'Money can be sent back: POST /v1/invoices/{id}/refunds.'],
  voided: [409, 'Invoice is void', 'Create a new one: POST /v1/invoices.'],
  already_void: [409, 'Invoice already void', 'Nothing is left to do.'],
  void_requested: [409, 'Invoice is being voided', 'It is void as soon as no payment can arrive any more.'],
  partly_paid: [
    409,
    'Invoice partly paid',
    'Refund the payments first, then void it. Or credit all of it: POST /v1/invoices/{id}/credit_notes.',
  ],
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
  not_on_hold: [409, 'Invoice not on hold', 'Nothing is left to do.'],
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
  precondition_failed: [
    412,
    'Changed meanwhile',
    'Read it again, and repeat the change with its new ETag in If-Match.',
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
  already_undone: [409, 'Payment already undone', 'Nothing is left to do.'],
  already_refunded: [
    409,
    'Payment already refunded',
    'A refunded payment cannot be undone. Read the invoice’s `refunds`.',
  ],
  refund_exceeds_payment: [422, 'Refund too large', 'Refund at most what was paid and not refunded yet.'],
  refund_exceeds_bank_payments: [
    422,
    'Refund by bank too large',
    'Refund by bank at most what was paid by bank. For the rest choose another `method`.',
  ],
  refund_not_possible: [
    409,
    'Refund by bank not possible',
    'The money went to your own account. Send it back from there, then record the refund with its `method`.',
  ],
  nothing_to_refund: [
    409,
    'Nothing to refund',
    'Read `amount_paid`, `amount_refunded` and `amount_overpaid`.',
  ],
  too_many_credit_notes: [409, 'Too many credit notes', 'An invoice has at most 100 credit notes.'],
  nothing_to_credit: [
    409,
    'Nothing to credit',
    'Read `amount_credited` and `amount_overpaid`. A credit note must be over more than zero.',
  ],
  credit_exceeds_invoice: [
    422,
    'Credit note too large',
    'Credit at most what earlier credit notes left of the line, of the tax rate and of the invoice.',
  ],
  clock_moved_back: [422, 'Test clock moved back', 'The clock only moves forward.'],
  live_invoice: [403, 'Invoice is live', 'Only a test invoice has a clock that can be advanced.'],
} as const satisfies Record<Refusal, Entry>

const RECURRING_REFUSALS = {
  recurring_ended: [409, 'Recurring invoice ended', 'Create a new one.'],
  already_paused: [409, 'Recurring invoice already paused', 'Nothing is left to do.'],
  not_paused: [409, 'Recurring invoice not paused', 'Nothing is left to do.'],
  not_the_next: [409, 'Occurrence is not the next', 'Only the next occurrence can be skipped.'],
  nothing_to_retry: [409, 'No failed occurrence to retry', 'Read `failed` of the recurring invoice.'],
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
  import_read_again: [
    409,
    'Import was read again',
    'Review it again, and confirm it with its present `parse_version`.',
  ],
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
  import_confirmed: [409, 'Import already confirmed', 'Follow it: GET /v1/imports/{id}/progress.'],
  import_ended: [409, 'Import ended', 'Upload the file again.'],
  nothing_to_send: [409, 'Import has no valid rows', 'Correct the file and upload it again.'],
  import_not_issuing: [409, 'Import is not being sent', 'Confirm it first: POST /v1/imports/{id}/confirm.'],
  import_paused: [409, 'Import already paused', 'Nothing is left to do.'],
  import_not_paused: [409, 'Import not paused', 'Nothing is left to do.'],
} as const satisfies Record<Exclude<ImportRefusal, IssueRefusal>, Entry>

const ISSUE_REFUSALS = {
  merchant_suspended: [403, 'Merchant suspended', 'Write to the operators.'],
  email_not_confirmed: [
    403,
    'Owner’s e-mail address not confirmed',
    'An owner opens the link in the e-mail; /confirm/again sends a new one.',
  ],
  payout_account_missing: [
    403,
    'Live payout account missing',
    'Set one with a live key: PUT /v1/payout_accounts/{currency}.',
  ],
  merchant_not_approved: [
    403,
    'Merchant not approved',
    'The operators look at each new merchant. Test mode works meanwhile.',
  ],
  volume_limit_reached: [
    429,
    'Daily limit of a new merchant reached',
    'The detail says when it ends. Ask the operators for more.',
  ],
} as const satisfies Record<IssueRefusal, Entry>

const PROBLEMS = {
  ...INVOICE_REFUSALS,
  ...RECURRING_REFUSALS,
  ...IMPORT_REFUSALS,
  ...ISSUE_REFUSALS,
  unauthorized: [401, 'API key missing or not valid', 'Send it as `Authorization: Bearer dw_test_…`.'],
  insufficient_scope: [
    403,
    'API key without the scope',
    'Use a key that has the scope, and a live key for what holds in both modes.',
  ],
  api_key_revoked: [409, 'API key revoked', 'Make a new one: POST /v1/api_keys.'],
  api_key_expired: [409, 'API key expired', 'Make a new one: POST /v1/api_keys.'],
  api_key_rotated: [409, 'API key already rotated', 'Rotate the key in its `replaced_by`.'],
  owner_or_admin: [
    403,
    'Owners and admins are not changed by API keys',
    'A person changes them: /team. A key gives the roles `member` and `accountant`.',
  ],
  already_member: [409, 'Person is in the team', 'Change the role: PATCH /v1/team/members/{id}.'],
  too_many_invitations: [
    409,
    'Too many open invitations',
    'A hundred are open. Cancel some: DELETE /v1/team/invitations/{id}.',
  ],
  not_found: [404, 'Not found', 'Check the address.'],
  customer_exists: [409, 'Customer exists', 'Another customer has this e-mail address: change that one.'],
  customer_erased: [409, 'Customer erased', 'Create the customer again: POST /v1/customers.'],
  customer_has_open_invoices: [
    409,
    'Customer has open invoices',
    'Wait until they are paid, or void them. With `"force": true` they stay payable, and no more messages are sent.',
  ],
  customer_has_recurring_invoices: [
    409,
    'Customer has recurring invoices',
    'End them first. `"force": true` ends them.',
  ],
  customer_has_payments: [
    409,
    'Customer has a payment or refund in progress',
    'Try again when it has arrived or failed.',
  ],
  customer_in_import: [
    409,
    'Customer is in an unfinished import',
    'Cancel it, or wait until it is completed.',
  ],
  suppression_kept: [
    409,
    'Address suppressed by the e-mail provider',
    'The recipient complained about a message. Use another address, or ask the provider’s support.',
  ],
  einvoice_incomplete: [
    409,
    'E-invoice not possible',
    'Set what `errors` names before the next invoice. An issued invoice keeps its contents.',
  ],
  method_not_allowed: [405, 'Method not allowed', 'Use a method of the header Allow.'],
  malformed_request: [400, 'Request is not valid HTTP', 'Let an HTTP client write the request.'],
  headers_too_large: [431, 'Headers too large', 'Send less than 16 KB of headers.'],
  request_timeout: [408, 'Request too slow', 'Send the whole request in one go.'],
  invalid_json: [
    400,
    'Body is not valid JSON',
    'Send one JSON text in UTF-8, each key once, at most 32 levels deep.',
  ],
  incomplete_body: [400, 'Body incomplete', 'Send the request again, with its whole body.'],
  unsupported_media_type: [415, 'Content type not supported', 'Send application/json.'],
  invalid_form: [
    400,
    'Form not readable',
    'Its Content-Type needs a boundary, as HTTP clients add by themselves.',
  ],
  body_too_large: [413, 'Body too large', 'Send at most 1 MB. Many invoices go in a file: POST /v1/imports.'],
  logo_too_large: [413, 'Logo too large', 'Send at most 5 MB.'],
  logo_unreadable: [422, 'Logo not readable', 'Send a PNG, JPEG, WebP or SVG that a browser shows.'],
  too_many_pixels: [422, 'Logo has too many pixels', 'Send at most 40 million pixels.'],
  file_too_large: [413, 'File too large', 'Split it into files of at most 100 MB.'],
  file_missing: [422, 'File missing', 'Send the file as the body, or as the first file of a form.'],
  invalid_fields: [422, 'Fields not valid', 'Correct the fields that `errors` names.'],
  invalid_query: [422, 'Query parameters not valid', 'Correct the parameters that `errors` names.'],
  invalid_idempotency_key: [
    422,
    'Idempotency-Key not valid',
    'Send 1 to 255 visible ASCII characters, such as a UUID.',
  ],
  invalid_if_match: [422, 'If-Match not valid', 'Send the ETag as it came, with its quotes.'],
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
  answer_erased: [
    410,
    'Answer erased',
    'Read the resource to see the effect. A new key makes a new request.',
  ],
  not_a_draft: [409, 'Invoice is not a draft', 'Read it again: an issued invoice changes by its commands.'],
  equal_reminders: [422, 'Reminders on the same day by the same channel', 'Change one of them.'],
  too_many_steps: [422, 'Too many reminders', 'A reminder plan has at most 50.'],
  start_in_the_past: [422, 'Start in the past', 'Choose today or a later day.'],
  ends_before_start: [422, 'End before the start', 'Choose a later end.'],
  day_not_in_start: [
    422,
    'Day of the month does not match the start',
    'Leave out `day`, or send the day of `start`.',
  ],
  unknown_period_placeholder: [
    422,
    'Placeholder unknown',
    'Use one of the placeholders that the detail names.',
  ],
  template_missing: [409, 'Recurring invoice erased', 'Its contents were deleted. Create a new one.'],
  unknown_time_zone: [422, 'Time zone unknown', 'Use a name of the IANA database such as Europe/London.'],
  invalid_duration: [422, 'Duration not valid', 'Send an ISO 8601 duration such as P30D.'],
  webhook_endpoint_disabled: [
    409,
    'Webhook endpoint disabled',
    'Enable it first: PATCH /v1/webhook_endpoints/{id} with {"status": "enabled"}.',
  ],
  too_many_webhook_endpoints: [409, 'Too many webhook endpoints', 'Delete one that you do not use.'],
  too_many_webhook_secrets: [
    409,
    'Too many webhook secrets',
    'Wait until the overlap of an earlier rotation has ended, or rotate with `"overlap": "PT0S"`.',
  ],
  range_too_large: [
    422,
    'Range too large',
    'At most 10,000 events can be sent again at once. Choose a shorter range.',
  ],
  forged_webhook: [
    401,
    'Webhook signature not valid',
    'Check the keys of the provider in the configuration.',
  ],
  unauthorized_webhook: [
    401,
    'Webhook user or password not valid',
    'Check the address of the webhook at the provider.',
  ],
  mismatched_webhook: [
    422,
    'Webhook does not match the payment or refund it names',
    'Compare the payment at the provider with the invoice’s timeline.',
  ],
  too_many_requests: [429, 'Too many requests', 'Wait for the seconds that Retry-After states.'],
  too_many_event_streams: [
    429,
    'Too many event streams',
    'Close a stream that you do not use. One stream has the events of all types.',
  ],
  unavailable: [503, 'Service temporarily unavailable', 'Try again in a few seconds.'],
  timed_out: [
    503,
    'No answer in time',
    'The request may still have its effect. Repeat it with the same Idempotency-Key.',
  ],
  internal: [500, 'Internal error', 'Try again. If it happens again, give the operators the X-Request-Id.'],
} as const satisfies Record<string, Entry>

export type ProblemCode = keyof typeof PROBLEMS

export function listProblems() {
  return Object.entries<Entry>(PROBLEMS).map(([code, [status, title, cure]]) => ({
    code: code as ProblemCode,
    status,
    title,
    cure,
  }))
}

export class Problem extends Error {
  override name = 'Problem'
  readonly code: ProblemCode
  readonly title: string
  readonly detail: string
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
  const codes = new Set<string>(errors.map(({ code }) => code))
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
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 */
const CHALLENGES: Partial<Record<ProblemCode, string>> = {
  unauthorized: 'Bearer realm="duewell"',
  insufficient_scope: 'Bearer realm="duewell", error="insufficient_scope"',
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
    ...(problem.code === 'request_in_progress' ? { 'retry-after': '1' } : {}),
    // The connection must close, because the rest of the body stays unread.
    ...(status === 413 || status === 408 ? { connection: 'close' } : {}),
  }
}

export function problemText(problem: Problem): string {
  const { code, title, detail, errors } = problem
  return JSON.stringify({
    type: `urn:duewell:problem:${code}`,
    title,
    status: problemStatus(problem),
    code,
    detail,
    ...(errors ? { errors } : {}),
  })
}

export function problemResponse(c: Context, problem: Problem): Response {
  const headers = { ...problemHeaders(problem), 'content-type': 'application/problem+json' }
  return c.body(problemText(problem), problemStatus(problem), headers)
}
