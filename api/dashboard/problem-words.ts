import type { Refusal } from '../../domain/invoice/index.ts'
import type { IssueRefusal } from '../../domain/merchant/trust.ts'
import type { FieldCode } from '../http/request/field-codes.ts'
import type { Problem, ProblemCode } from '../http/errors/problem.ts'
import type { Mistakes } from '../identity/form.ts'

/** The texts of a problem name routes of the API, which people do not use. */
const WORDS: Partial<Record<ProblemCode, string>> & Record<Refusal | IssueRefusal, string> = {
  not_issued: 'It is still a draft. Send it first.',
  already_paid: 'It is already paid. Money can be sent back by a refund.',
  voided: 'It is void.',
  already_void: 'It is already void.',
  void_requested: 'It is being voided: it is void as soon as no payment can arrive any more.',
  partly_paid:
    'It is partly paid. Refund what came first, then void it, or make a credit note over all of it.',
  link_expired: 'Its payment link has expired. Make a new one first.',
  link_revoked: 'Its payment link was replaced. Use the newest one.',
  amount_changed: 'Its amount has changed meanwhile. Look at it again.',
  payment_in_progress: 'A payment is in progress. Try again when it has arrived or failed.',
  payment_currency_mismatched: 'Money came in another currency. Decide about that payment first.',
  payment_amount_unreadable: 'Money came with an unreadable amount. Decide about that payment first.',
  on_hold: 'It is on hold. Resume it first.',
  not_on_hold: 'It is not on hold.',
  too_many_reminders: 'Two reminders a day can be sent by hand. Try again tomorrow.',
  undeliverable: 'The customer cannot be reached this way. Correct the address first.',
  precondition_failed: 'It was changed meanwhile. Look at it again, and repeat your change.',
  due_before_issue: 'The due date is before the day on which it is issued. Choose a later one.',
  expires_in_the_past: 'The link would expire in the past. Choose a later day.',
  payment_too_large: 'The payments would be too large.',
  unknown_payment: 'This payment cannot be undone.',
  already_undone: 'This payment is undone already.',
  already_refunded: 'A refunded payment cannot be undone.',
  refund_exceeds_payment: 'The refund is larger than what was paid and not refunded yet.',
  refund_exceeds_bank_payments: 'Less than this was paid by bank. Choose another method for the rest.',
  refund_not_possible:
    'The money went to your own account. Send it back from there, then record the refund with its method.',
  nothing_to_refund: 'There is nothing to refund.',
  too_many_credit_notes: 'The invoice has 100 credit notes, and cannot get more.',
  nothing_to_credit: 'There is nothing to credit.',
  credit_exceeds_invoice:
    'The credit note is larger than what earlier ones left of the line, of its tax rate or of the invoice.',
  clock_moved_back: 'The test clock only moves forward.',
  live_invoice: 'Only a test invoice has a clock that can be advanced.',
  merchant_suspended: 'Your account is suspended.',
  email_not_confirmed: 'An owner has to confirm their e-mail address first.',
  payout_account_missing: 'Live mode has no account to which the money goes yet.',
  merchant_not_approved: 'The operators have not approved you yet. Test mode works meanwhile.',
  volume_limit_reached: 'The daily limit of a new merchant is reached. Ask the operators for more.',
  not_a_draft: 'It is not a draft any more.',
  not_found: 'It does not exist any more.',
  customer_erased: 'Its customer is erased.',
  customer_exists: 'Another customer has this e-mail address. Change that one.',
  customer_has_open_invoices: 'An invoice is not paid yet. Tick the box to erase all the same.',
  customer_has_recurring_invoices: 'A recurring invoice has not ended. Tick the box to end it.',
  customer_has_payments: 'A payment or refund is in progress. Try again when it has arrived or failed.',
  customer_in_import: 'An import that is not over names the customer. Cancel it, or wait.',
  recurring_ended: 'It has ended.',
  already_paused: 'It is paused already.',
  not_paused: 'It is not paused.',
  not_the_next: 'Another invoice is the next by now. Look at it again.',
  nothing_to_retry: 'Nothing has failed any more.',
  changed_meanwhile: 'It was changed meanwhile. Look at it again, and repeat your change.',
  starts_too_early: 'The first date must not be before today, and be after the last invoice.',
  live_recurring: 'Only a test recurring invoice has a clock that can be advanced.',
  template_missing: 'Its customer is erased.',
  import_not_ready: 'The file is still being read. Wait for it, and look at it again.',
  import_read_again: 'The file was read again after you opened the page. Look at it again.',
  import_unreadable: 'The file cannot be read. Correct it, and upload it again.',
  import_has_errors: 'A row is not valid any more, so nothing was sent. Look at the rows with errors.',
  import_has_questions: 'Say first what is in the columns that are not read.',
  import_confirmed: 'It is being sent already.',
  import_ended: 'It has ended. Upload the file again.',
  import_not_issuing: 'It is not being sent.',
  import_paused: 'It is paused already.',
  import_not_paused: 'It is not paused.',
  nothing_to_send: 'No row of it can be sent.',
  webhook_endpoint_disabled: 'The endpoint is disabled. Enable it first.',
  too_many_webhook_endpoints: 'A mode has at most 20 endpoints. Delete one first.',
  too_many_webhook_secrets: 'Five secrets are valid at the moment. Wait until one ends.',
  range_too_large: 'More than 10,000 events are of this time. Choose a shorter one.',
  unavailable: 'It could not be done at the moment. Please try again.',
}

export function problemWords({ code, title, detail }: Pick<Problem, 'code' | 'title' | 'detail'>): string {
  if (code === 'refund_exceeds_bank_payments') return detail.replaceAll('`', '')
  return WORDS[code] ?? `${title}.`
}

export function wordsOfCode(code: string): string {
  if (code === 'not_tried') return 'It was not tried, because the others took too long. Select it again.'
  return WORDS[code as ProblemCode] ?? 'It could not be done. Look at it for the reason.'
}

const DETAILS: Partial<Record<FieldCode, string>> = {
  no_payout_account: 'has no account to which its money goes yet',
  no_phone: 'needs the customer’s phone number, which the invoice does not have',
  not_configured: 'is not set up on this server',
  too_many_digits: 'has too many decimals',
}

/** The names of fields are pointers with dots: `/customer/email` is `customer.email`. */
export function mistakesOf(problem: Problem): Mistakes {
  const { errors } = problem
  if (!errors) return { form: problemWords(problem) }
  return Object.fromEntries(
    errors.map(({ pointer, code, detail }) => [
      pointer.slice(1).replaceAll('/', '.'),
      DETAILS[code] ?? detail.replace(/: .*$/s, ''),
    ]),
  )
}
