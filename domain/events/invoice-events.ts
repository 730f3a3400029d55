import * as v from 'valibot'
import type { InvoiceEvent, InvoiceEventType, Schedule } from '../invoice/events.ts'
import {
  AMENDED_FIELDS,
  CHANNELS,
  CREDIT_REASONS,
  DELIVERY_FAILURES,
  MANUAL_METHODS,
  NOTICE_FAILURES,
  NOTICE_KINDS,
  RAILS,
  REFUND_REASONS,
  SKIP_REASONS,
  UNNEEDED_REASONS,
} from '../invoice/types.ts'
import {
  minorUnits,
  channels,
  count,
  date,
  type Envelope,
  envelopeEntries,
  flag,
  instant,
  orNull,
  publicFormsOf,
  type StoredEvent,
  text,
  toEnvelope,
  toIso,
  word,
} from './public-event.ts'

const form = publicFormsOf<InvoiceEvent>()

const payment = { payment_id: text('The payment. A payment by bank has the id of its attempt, `pat_…`') }
const refund = { refund_id: text('The refund') }
const creditNote = { credit_note_id: text('The credit note') }
const reminder = { reminder_id: text('The reminder') }
const message = { channel: word(CHANNELS, 'The channel'), message_id: text('The message') }
const failedMessage = {
  channel: word(CHANNELS, 'The channel'),
  reason: word(DELIVERY_FAILURES, 'Why the message did not arrive'),
}
const railStatus = { rail_status: orNull(v.string(), 'The rail’s own name for the status') }
const segments = orNull(v.pipe(v.number(), v.safeInteger()), 'The segments of the text message')
const round = count('1, or more if the rail executed the refund again after a failure')
const deliveryNumber = orNull(
  v.pipe(v.number(), v.safeInteger()),
  'How often the invoice had been sent; null for other messages',
)

const schedule = {
  due_date: date('The last day on which the invoice is not overdue'),
  overdue_at: instant('When the invoice becomes overdue'),
  link_expires_at: instant('When the payment link expires'),
  reminders: v.pipe(
    v.array(
      v.strictObject({
        id: text('The reminder'),
        at: instant('When it is planned'),
        days: count('Days after the due date; negative before it'),
        channels: channels('The channels'),
      }),
    ),
    v.description('The planned reminders, soonest first'),
  ),
}

function scheduleData({ dueDate, overdueAt, linkExpiresAt, reminders }: Schedule) {
  return {
    due_date: dueDate,
    overdue_at: toIso(overdueAt),
    link_expires_at: toIso(linkExpiresAt),
    reminders: reminders.map(({ id, at, days, channels: on }) => ({
      id,
      at: toIso(at),
      days,
      channels: [...on],
    })),
  }
}

/** @public */
export const INVOICE_EVENTS = {
  issued: form(
    'issued',
    'The invoice was issued: it has its number and its payment link.',
    {
      number: text('The invoice number'),
      currency: text('ISO 4217 code'),
      amount: minorUnits('The total'),
      deposit: orNull(v.pipe(v.number(), v.safeInteger()), 'The part that is payable first'),
      ...schedule,
      link_id: text('The payment link'),
      channels: channels('The channels on which the customer receives the invoice'),
      late_payment_policy: word(['refund', 'keep'], 'For a payment to a void invoice'),
      overpayment_policy: word(['refund', 'keep'], 'For the part of a payment beyond the amount due'),
      mode: word(['test', 'live'], 'The mode'),
      test_clock_offset_ms: count('How far the invoice’s test clock is ahead, in milliseconds'),
    },
    (event) => ({
      number: event.number,
      currency: event.currency,
      amount: event.amount,
      deposit: event.deposit ?? null,
      ...scheduleData(event),
      link_id: event.linkId,
      channels: event.channels,
      late_payment_policy: event.rules.latePaymentPolicy,
      overpayment_policy: event.rules.overpaymentPolicy,
      mode: event.mode,
      test_clock_offset_ms: event.testClockOffsetMs ?? 0,
    }),
  ),
  sent: form(
    'sent',
    'The provider accepted the invoice for delivery.',
    { ...message, delivery: count('How often the invoice was sent, from 1'), sms_segments: segments },
    ({ channel, messageId, delivery, segments: sent = null }) => ({
      channel,
      message_id: messageId,
      delivery,
      sms_segments: sent,
    }),
  ),
  delivered: form(
    'delivered',
    'The provider delivered a message to the customer.',
    { ...message, delivery: deliveryNumber },
    ({ channel, messageId, delivery = null }) => ({ channel, message_id: messageId, delivery }),
  ),
  delivery_delayed: form(
    'delivery_delayed',
    'The provider could not deliver a message yet, and keeps trying.',
    message,
    ({ channel, messageId }) => ({ channel, message_id: messageId }),
  ),
  delivery_not_needed: form(
    'delivery_not_needed',
    'The invoice was not sent to the customer: it was paid or void before, or test mode does not send to the address.',
    {
      channel: word(CHANNELS, 'The channel'),
      reason: word(UNNEEDED_REASONS, 'Why it was not sent'),
      delivery: count('How often the invoice was to be sent, from 1'),
    },
    ({ channel, reason, delivery }) => ({ channel, reason, delivery }),
  ),
  delivery_failed: form(
    'delivery_failed',
    'A message to the customer was refused, came back, or was not sent.',
    {
      ...failedMessage,
      message_id: text('The message'),
      delivery: deliveryNumber,
    },
    ({ channel, reason, messageId, delivery = null }) => ({
      channel,
      reason,
      message_id: messageId,
      delivery,
    }),
  ),
  address_reopened: form(
    'address_reopened',
    'The customer’s suppressed address was opened: messages can be sent there again.',
    { channel: word(CHANNELS, 'The channel') },
    ({ channel }) => ({ channel }),
  ),
  viewed: form('viewed', 'The customer opened the payment page for the first time.', {}, () => ({})),
  receipt_sent: form(
    'receipt_sent',
    'The provider accepted the receipt of a payment.',
    { ...payment, ...message },
    ({ paymentId, channel, messageId }) => ({ payment_id: paymentId, channel, message_id: messageId }),
  ),
  receipt_failed: form(
    'receipt_failed',
    'The receipt of a payment was refused or was not sent.',
    { ...payment, ...failedMessage },
    ({ paymentId, channel, reason }) => ({ payment_id: paymentId, channel, reason }),
  ),
  merchant_notified: form(
    'merchant_notified',
    'The provider accepted an e-mail to the merchant about the invoice.',
    {
      notice: word(NOTICE_KINDS, 'The subject'),
      notice_id: text('The notice'),
      message_id: text('The message'),
    },
    ({ notice, messageId }) => ({
      notice: noticeKindOf(notice),
      notice_id: notice,
      message_id: messageId,
    }),
  ),
  merchant_notification_failed: form(
    'merchant_notification_failed',
    'An e-mail to the merchant about the invoice was refused, or the merchant has switched it off (`not_wanted`).',
    {
      notice: word(NOTICE_KINDS, 'The subject'),
      notice_id: text('The notice'),
      reason: word(NOTICE_FAILURES, 'Why it did not arrive'),
    },
    ({ notice, reason }) => ({ notice: noticeKindOf(notice), notice_id: notice, reason }),
  ),
  payment_started: form(
    'payment_started',
    'The customer pressed Pay at a bank.',
    {
      ...payment,
      rail: word(RAILS, 'The payment provider'),
      bank_id: text('The bank’s id at the rail'),
      amount: minorUnits('The amount requested'),
      refundable: flag('Whether the rail can refund the payment'),
    },
    ({ attemptId, rail, bankId, amount, refundable = true }) => ({
      payment_id: attemptId,
      rail,
      bank_id: bankId,
      amount,
      refundable,
    }),
  ),
  payment_authorizing: form(
    'payment_authorizing',
    'The rail created the payment, and the customer is at the bank.',
    { ...payment, provider_payment_id: text('The rail’s id of the payment') },
    ({ attemptId, providerPaymentId }) => ({
      payment_id: attemptId,
      provider_payment_id: providerPaymentId,
    }),
  ),
  payment_processing: form(
    'payment_processing',
    'The customer approved the payment, and the money is in transit.',
    { ...payment, ...railStatus },
    ({ attemptId, railStatus: status = null }) => ({ payment_id: attemptId, rail_status: status }),
  ),
  payment_status_unknown: form(
    'payment_status_unknown',
    'The rail reports a status of the payment that is not known here. Ask the rail; nothing follows from it.',
    { ...payment, rail_status: text('The rail’s own name for the status') },
    ({ attemptId, railStatus: status }) => ({ payment_id: attemptId, rail_status: status }),
  ),
  payment_failed: form(
    'payment_failed',
    'The payment failed, was cancelled, or was superseded by another one.',
    { ...payment, reason: text('`superseded`, `unknown`, or the rail’s code'), ...railStatus },
    ({ attemptId, reason, railStatus: status = null }) => ({
      payment_id: attemptId,
      reason,
      rail_status: status,
    }),
  ),
  payment_settled: form(
    'payment_settled',
    'The money of a payment by bank arrived.',
    { ...payment, amount: minorUnits('The amount that arrived'), ...railStatus },
    ({ attemptId, amount, railStatus: status = null }) => ({
      payment_id: attemptId,
      amount,
      rail_status: status,
    }),
  ),
  payment_reversed: form(
    'payment_reversed',
    'The rail reports a settled payment as failed. It counts until the merchant accepts the reversal.',
    { ...payment, reason: text('The rail’s code, or `unknown`'), ...railStatus },
    ({ attemptId, reason, railStatus: status = null }) => ({
      payment_id: attemptId,
      reason,
      rail_status: status,
    }),
  ),
  payment_reversal_accepted: form(
    'payment_reversal_accepted',
    'The merchant confirmed that a reversed payment did not arrive. It no longer counts.',
    payment,
    ({ paymentId }) => ({ payment_id: paymentId }),
  ),
  payment_reinstated: form(
    'payment_reinstated',
    'The rail reports a reversed payment as settled again. It counts again.',
    { ...payment, ...railStatus },
    ({ attemptId, railStatus: status = null }) => ({ payment_id: attemptId, rail_status: status }),
  ),
  payment_amount_unreadable: form(
    'payment_amount_unreadable',
    'Money arrived whose amount the rail reported in an unreadable form. It pays nothing.',
    { ...payment, reported: text('The amount as the rail reported it'), ...railStatus },
    ({ attemptId, reported, railStatus: status = null }) => ({
      payment_id: attemptId,
      reported,
      rail_status: status,
    }),
  ),
  payment_currency_mismatched: form(
    'payment_currency_mismatched',
    'Money arrived in another currency than the invoice’s. It pays nothing.',
    {
      ...payment,
      amount: minorUnits('The amount that arrived, in its own currency'),
      currency: text('ISO 4217 code of the money that arrived'),
      ...railStatus,
    },
    ({ attemptId, amount, currency, railStatus: status = null }) => ({
      payment_id: attemptId,
      amount,
      currency,
      rail_status: status,
    }),
  ),
  payment_currency_mismatch_resolved: form(
    'payment_currency_mismatch_resolved',
    'Money in another currency went back, or did not arrive after all. The amount is asked for again.',
    payment,
    ({ attemptId }) => ({ payment_id: attemptId }),
  ),
  payment_amount_unreadable_resolved: form(
    'payment_amount_unreadable_resolved',
    'Money with an unreadable amount went back, or did not arrive after all. The amount is asked for again.',
    payment,
    ({ attemptId }) => ({ payment_id: attemptId }),
  ),
  manual_payment_recorded: form(
    'manual_payment_recorded',
    'The merchant recorded a payment that no rail carried.',
    {
      ...payment,
      amount: minorUnits('The amount received'),
      method: word(MANUAL_METHODS, 'The method'),
      paid_on: date('The day of the payment'),
      receipt: flag('Whether the customer gets a receipt'),
    },
    ({ paymentId, amount, method, paidOn, receipt }) => ({
      payment_id: paymentId,
      amount,
      method,
      paid_on: paidOn,
      receipt,
    }),
  ),
  manual_payment_removed: form(
    'manual_payment_removed',
    'The merchant removed a payment that was recorded by mistake.',
    payment,
    ({ paymentId }) => ({ payment_id: paymentId }),
  ),
  deposit_paid: form(
    'deposit_paid',
    'The deposit is paid.',
    { amount: minorUnits('The amount paid so far') },
    ({ amount }) => ({ amount }),
  ),
  paid: form('paid', 'Nothing is due any more.', { amount: minorUnits('The amount paid') }, ({ amount }) => ({
    amount,
  })),
  overpayment_recorded: form(
    'overpayment_recorded',
    'A payment brought more than was due.',
    { ...payment, amount: minorUnits('The part beyond the amount due') },
    ({ paymentId, amount }) => ({ payment_id: paymentId, amount }),
  ),
  refund_requested: form(
    'refund_requested',
    'A refund of a payment by bank was requested.',
    {
      ...refund,
      ...payment,
      amount: minorUnits('The amount to refund'),
      reason: word(REFUND_REASONS, 'Why it is refunded'),
    },
    ({ refundId, attemptId, amount, reason }) => ({
      refund_id: refundId,
      payment_id: attemptId,
      amount,
      reason,
    }),
  ),
  refund_submitted: form(
    'refund_submitted',
    'The rail accepted the refund.',
    { ...refund, provider_refund_id: text('The rail’s id of the refund') },
    ({ refundId, providerRefundId }) => ({ refund_id: refundId, provider_refund_id: providerRefundId }),
  ),
  refund_status_unknown: form(
    'refund_status_unknown',
    'The rail reports a status of the refund that is not known here, or final without an outcome. Ask the rail.',
    { ...refund, rail_status: text('The rail’s own name for the status') },
    ({ refundId, railStatus: status }) => ({ refund_id: refundId, rail_status: status }),
  ),
  refund_executed: form(
    'refund_executed',
    'The rail sent the refund.',
    { ...refund, round },
    ({ refundId, round: nth = 1 }) => ({ refund_id: refundId, round: nth }),
  ),
  refund_failed: form(
    'refund_failed',
    'The rail refused the refund, or its money came back.',
    { ...refund, reason: text('The rail’s code, or `unknown`'), round },
    ({ refundId, reason, round: nth = 1 }) => ({ refund_id: refundId, reason, round: nth }),
  ),
  refund_notice_sent: form(
    'refund_notice_sent',
    'The provider accepted the customer’s e-mail about a refund.',
    { ...refund, ...message },
    ({ refundId, channel, messageId }) => ({ refund_id: refundId, channel, message_id: messageId }),
  ),
  refund_notice_failed: form(
    'refund_notice_failed',
    'The customer’s e-mail about a refund was refused.',
    { ...refund, ...failedMessage },
    ({ refundId, channel, reason }) => ({ refund_id: refundId, channel, reason }),
  ),
  manual_refund_recorded: form(
    'manual_refund_recorded',
    'The merchant recorded money that they paid back without a rail.',
    {
      ...refund,
      amount: minorUnits('The amount paid back'),
      method: word(MANUAL_METHODS, 'The method'),
      refunded_on: date('The day of the refund'),
    },
    ({ refundId, amount, method, refundedOn }) => ({
      refund_id: refundId,
      amount,
      method,
      refunded_on: refundedOn,
    }),
  ),
  credited: form(
    'credited',
    'A credit note took back the invoice in part or in whole. What was paid beyond the rest is an overpayment.',
    {
      ...creditNote,
      number: text('The number of the credit note'),
      amount: minorUnits('The amount with tax'),
      reason: word(CREDIT_REASONS, 'What made it: the merchant, a refund or a void'),
      notify: flag(
        'Whether the customer gets an e-mail about it. The notice of a void carries its credit note',
      ),
    },
    ({ creditNoteId, number, amount, reason, notify = true }) => ({
      credit_note_id: creditNoteId,
      number,
      amount,
      reason,
      notify,
    }),
  ),
  credit_note_sent: form(
    'credit_note_sent',
    'The provider accepted the customer’s e-mail with a credit note.',
    { ...creditNote, ...message },
    ({ creditNoteId, channel, messageId }) => ({
      credit_note_id: creditNoteId,
      channel,
      message_id: messageId,
    }),
  ),
  credit_note_failed: form(
    'credit_note_failed',
    'The customer’s e-mail with a credit note was refused.',
    { ...creditNote, ...failedMessage },
    ({ creditNoteId, channel, reason }) => ({ credit_note_id: creditNoteId, channel, reason }),
  ),
  amended: form(
    'amended',
    'The merchant changed the dates, the reminders, the instructions or the address.',
    {
      changed: v.pipe(v.array(v.picklist(AMENDED_FIELDS)), v.description('The changed fields')),
      new_address: channels('The channels whose address changed'),
      ...schedule,
    },
    (event) => ({ changed: event.changed, new_address: event.newAddress, ...scheduleData(event) }),
  ),
  reminder_requested: form(
    'reminder_requested',
    'The merchant requested a reminder.',
    { ...reminder, channels: channels('The channels') },
    ({ reminderId, channels: on }) => ({ reminder_id: reminderId, channels: on }),
  ),
  reminded: form(
    'reminded',
    'The provider accepted a reminder.',
    {
      ...reminder,
      channels: channels('The channels that accepted it'),
      message_ids: v.pipe(v.array(v.string()), v.description('The messages, one for each channel')),
      sms_segments: segments,
    },
    ({ reminderId, channels: on, messageIds, segments: sent = null }) => ({
      reminder_id: reminderId,
      channels: on,
      message_ids: messageIds,
      sms_segments: sent,
    }),
  ),
  reminder_skipped: form(
    'reminder_skipped',
    'A planned reminder was not sent.',
    { ...reminder, reason: word(SKIP_REASONS, 'Why it was skipped') },
    ({ reminderId, reason }) => ({ reminder_id: reminderId, reason }),
  ),
  reminder_failed: form(
    'reminder_failed',
    'No channel accepted a reminder.',
    { ...reminder, reason: word(DELIVERY_FAILURES, 'Why it did not arrive') },
    ({ reminderId, reason }) => ({ reminder_id: reminderId, reason }),
  ),
  hold_placed: form('hold_placed', 'The merchant put the invoice on hold.', {}, () => ({})),
  hold_released: form(
    'hold_released',
    'The merchant released the hold.',
    { dates: word(['keep', 'shift'], 'Whether the dates moved by the length of the hold'), ...schedule },
    (event) => ({ dates: event.dates, ...scheduleData(event) }),
  ),
  overdue: form('overdue', 'The due date passed without full payment.', {}, () => ({})),
  clock_advanced: form(
    'clock_advanced',
    'The merchant advanced the test clock.',
    { by_ms: count('Milliseconds') },
    ({ byMs }) => ({ by_ms: byMs }),
  ),
  link_expired: form('link_expired', 'The payment link expired.', {}, () => ({})),
  link_regenerated: form(
    'link_regenerated',
    'The merchant replaced the payment link.',
    {
      link_id: text('The new payment link'),
      revoked_link_id: text('The revoked payment link'),
      expires_at: instant('When the new link expires'),
      channels: channels('The channels on which the invoice is sent again'),
    },
    ({ linkId, revoked, expiresAt, channels: on }) => ({
      link_id: linkId,
      revoked_link_id: revoked,
      expires_at: toIso(expiresAt),
      channels: on,
    }),
  ),
  link_requested: form(
    'link_requested',
    'The customer opened an expired or revoked link and requested a new one.',
    { link_id: text('The link that the customer opened') },
    ({ linkId }) => ({ link_id: linkId }),
  ),
  void_requested: form(
    'void_requested',
    'The merchant voided the invoice while a payment was in flight. Its outcome decides.',
    {},
    () => ({}),
  ),
  voided: form(
    'voided',
    'The invoice is void: it can no longer be paid.',
    {
      notify: flag('Whether the customer gets a notice, if they were sent the invoice'),
      reason: orNull(v.literal('credited'), '`credited` if credit notes cover the whole invoice'),
      credit_note_id: orNull(v.string(), 'The credit note that the void made, or that made the void'),
    },
    ({ notify = true, reason = null, creditNoteId = null }) => ({
      notify,
      reason,
      credit_note_id: creditNoteId,
    }),
  ),
  void_notice_sent: form(
    'void_notice_sent',
    'The provider accepted the customer’s message about the void.',
    message,
    ({ channel, messageId }) => ({ channel, message_id: messageId }),
  ),
  void_notice_failed: form(
    'void_notice_failed',
    'The customer’s message about the void was refused.',
    failedMessage,
    ({ channel, reason }) => ({ channel, reason }),
  ),
  void_cancelled: form(
    'void_cancelled',
    'Money arrived, or the merchant recorded a payment, so the invoice is not void.',
    {},
    () => ({}),
  ),
} satisfies { [T in InvoiceEventType]: { when: string; data: v.GenericSchema } }

type Forms = typeof INVOICE_EVENTS

export type PublicInvoiceEvent = {
  [T in InvoiceEventType]: Envelope & {
    type: `invoice.${T}`
    invoice_id: string
    data: v.InferOutput<Forms[T]['data']>
  }
}[InvoiceEventType]

/** @public */
export function invoiceEventSchema(type: InvoiceEventType) {
  return v.strictObject({
    ...envelopeEntries,
    type: v.literal(`invoice.${type}`),
    invoice_id: v.pipe(v.string(), v.description('The invoice')),
    data: INVOICE_EVENTS[type].data,
  })
}

export function toPublicInvoiceEvent(
  stored: StoredEvent<InvoiceEvent> & { invoiceId: string },
): PublicInvoiceEvent {
  const { invoiceId, event } = stored
  const toData = INVOICE_EVENTS[event.type].toData as (given: InvoiceEvent) => unknown
  const type = `invoice.${event.type}`
  return { ...toEnvelope(stored), type, invoice_id: invoiceId, data: toData(event) } as PublicInvoiceEvent
}

function noticeKindOf(noticeId: string) {
  const kind = NOTICE_KINDS.find((known) => noticeId.startsWith(`${known}:`))
  if (!kind) throw new RangeError(`unknown kind of notice: ${noticeId}`)
  return kind
}
