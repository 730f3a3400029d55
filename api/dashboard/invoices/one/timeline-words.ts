import type { PublicInvoiceEvent } from '../../../../domain/events/invoice-events.ts'
import type {
  AmendedField,
  Channel,
  ManualMethod,
  NoticeFailure,
  NoticeKind,
  SkipReason,
  UnneededReason,
} from '../../../../domain/invoice/index.ts'
import type { CalendarDate } from '../../../../domain/shared/calendar.ts'
import type { MinorUnits } from '../../../../domain/shared/money.ts'
import { capitalised } from '../../../../domain/texts/capitalised.ts'
import { localeOf } from '../../../../domain/texts/locale.ts'
import { count, day, money } from '../../format.ts'
import { durationText } from './commands/durations.ts'

interface Words {
  title: string
  detail?: string | undefined
  tone?: 'good' | 'bad'
}

type Event = PublicInvoiceEvent
type Of<T extends Event['type']> = Extract<Event, { type: T }>

interface Known {
  customer: string
  currency: string
  dueDate: CalendarDate
  banks: ReadonlyMap<string, string>
  amounts: Map<string, MinorUnits>
  /** The keys are ids. A message can arrive before it is recorded as sent. */
  messages: ReadonlyMap<string, string>
  /** The order is that of the plan. */
  reminders: string[]
  at: Partial<Record<'issued' | 'paid' | 'held' | 'link_expired' | 'undelivered', number>>
}

export interface TimelineFacts {
  customer: string
  currency: string
  dueDate: CalendarDate
  /** The keys are ids of payments. */
  banks: ReadonlyMap<string, string>
}

export interface TimelineEntry extends Words {
  event: Event
}

/** @param events all of the invoice, oldest first */
export function describeTimeline(events: readonly Event[], facts: TimelineFacts): TimelineEntry[] {
  const messages = new Map(events.flatMap(messagesOf))
  const known: Known = { ...facts, amounts: new Map(), messages, reminders: [], at: {} }
  return events.map((event) => {
    const describe = WORDS[event.type] as (event: Event, known: Known) => Words
    const entry = { event, ...describe(event, known) }
    learn(known, event)
    return entry
  })
}

const MESSAGES: Partial<Record<Event['type'], string>> = {
  'invoice.sent': 'Invoice',
  'invoice.receipt_sent': 'Receipt',
  'invoice.reminded': 'Reminder',
  'invoice.refund_notice_sent': 'Message about the refund',
  'invoice.credit_note_sent': 'Credit note',
  'invoice.void_notice_sent': 'Message about the void',
}

function messagesOf({ type, data }: Event): [id: string, name: string][] {
  const name = MESSAGES[type]
  if (name === undefined) return []
  if ('message_ids' in data) return data.message_ids.map((id) => [id, name])
  return 'message_id' in data ? [[data.message_id, name]] : []
}

const MOMENTS: Partial<Record<Event['type'], keyof Known['at']>> = {
  'invoice.issued': 'issued',
  'invoice.paid': 'paid',
  'invoice.hold_placed': 'held',
  'invoice.link_expired': 'link_expired',
  'invoice.delivery_failed': 'undelivered',
}

function learn(known: Known, { type, at, data }: Event): void {
  const moment = MOMENTS[type]
  if (moment) known.at[moment] = Date.parse(at)
  if ('reminders' in data) {
    known.dueDate = data.due_date
    known.reminders = data.reminders.map(({ id }) => id)
  }
  if (!('amount' in data)) return
  const id = 'refund_id' in data ? data.refund_id : 'payment_id' in data ? data.payment_id : undefined
  // Later amounts of a payment can be a part of it, or of another currency.
  if (id !== undefined && !known.amounts.has(id)) known.amounts.set(id, data.amount)
}

const BY_CHANNEL: Record<Channel, string> = { email: 'by e-mail', sms: 'by text message' }

function byChannels(channels: readonly Channel[]): string {
  return channels.map((channel) => BY_CHANNEL[channel]).join(' and ')
}

export function methodName(method: ManualMethod): string {
  return ENGLISH.t(`method.${method}`)
}

const ENGLISH = localeOf('en')

const FAILURES: Record<NoticeFailure, string> = {
  inactive_recipient: 'The address bounced or complained before.',
  invalid_recipient: 'The address does not exist.',
  bounced: 'The address does not exist, or refuses mail.',
  complained: 'The customer marked a message as unwanted.',
  undeliverable: 'It could not be delivered.',
  rejected: 'The provider refused it.',
  not_sent: 'It could not be sent.',
  opted_out: 'The customer does not want text messages.',
  not_sent_in_test_mode: 'Test mode sends only to confirmed addresses of your own people.',
  not_wanted: 'Your settings leave this notice out.',
}

const UNNEEDED: Record<UnneededReason, string> = {
  already_paid: 'It was paid before.',
  voided: 'It was void before.',
  not_sent_in_test_mode: 'Test mode sends only to confirmed addresses of your own people.',
}

const NOTICES: Record<NoticeKind, string> = {
  delivery_failed: 'a message did not arrive',
  link_requested: 'the customer asks for a new link',
  overpayment: 'more came than was due',
  refund_failed: 'a refund failed',
  refund_executed: 'a refund was sent after all',
  payment_reversed: 'a payment was taken back',
  payment_reinstated: 'a payment that was taken back arrived after all',
  payment_currency_mismatched: 'money came in another currency',
  payment_amount_unreadable: 'money came with an unreadable amount',
}

const CHANGED: Record<AmendedField, string> = {
  due_date: 'due date',
  reminders: 'reminders',
  instructions: 'instructions',
  link_expires_at: 'expiry of the link',
  email: 'e-mail address',
  phone: 'phone number',
}

function skipReason(reason: SkipReason, { at: event }: { at: string }, { at }: Known): string {
  const since = (before: number | undefined, what: string) =>
    before === undefined ? what : `${what} ${durationText(Date.parse(event) - before)} before`
  switch (reason) {
    case 'past':
      return 'its time had passed when it was planned'
    case 'late':
      return 'it could not be sent on its day, and reminders are not sent late'
    case 'on_hold':
      return since(at.held, 'put on hold')
    case 'payment_in_progress':
      return 'a payment was in progress'
    case 'payment_currency_mismatched':
      return 'money in another currency waited for your decision'
    case 'payment_amount_unreadable':
      return 'money with an unreadable amount waited for your decision'
    case 'link_expired':
      return since(at.link_expired, 'the link expired')
    case 'undeliverable':
      return since(at.undelivered, 'a message did not arrive')
    case 'nothing_due':
      return since(at.paid, 'paid')
    case 'merchant_suspended':
      return 'your account was suspended'
    case 'not_sent_in_test_mode':
      return 'test mode sends only to confirmed addresses of your own people'
  }
}

function reminderName(id: string, { reminders }: Known): string {
  const index = reminders.indexOf(id)
  return index >= 0 ? `Reminder ${index + 1}` : 'Reminder by hand'
}

function messageName(id: string, { messages }: Known): string {
  return messages.get(id) ?? 'Message'
}

function bankOf(paymentId: string, { banks }: Known): string {
  return banks.get(paymentId) ?? 'the bank'
}

function amountOf(id: string, { amounts, currency }: Known): string {
  const amount = amounts.get(id)
  return amount === undefined ? 'The money' : money(amount, currency)
}

/** Codes of rails are lower case with underscores. */
function plainReason(code: string): string {
  return code === 'unknown' ? 'The bank gave no reason.' : `The bank’s reason: ${code.replaceAll('_', ' ')}.`
}

const WORDS: { [T in Event['type']]: (event: Of<T>, known: Known) => Words } = {
  'invoice.issued': ({ data }) => ({
    title: `Issued as ${data.number}`,
    detail: `${money(data.amount, data.currency)}, due ${day(data.due_date)}, with ${count(data.reminders.length, 'planned reminder')}.`,
  }),
  'invoice.sent': ({ data }) => ({
    title: `Invoice sent ${data.delivery > 1 ? 'again ' : ''}${BY_CHANNEL[data.channel]}`,
  }),
  'invoice.delivered': ({ data }, known) => ({
    title: `${messageName(data.message_id, known)} arrived ${BY_CHANNEL[data.channel]}`,
  }),
  'invoice.delivery_delayed': ({ data }, known) => ({
    title: `${messageName(data.message_id, known)} delayed ${BY_CHANNEL[data.channel]}`,
    detail: 'The provider keeps trying.',
  }),
  'invoice.delivery_not_needed': ({ data }) => ({
    title: `Invoice not sent ${BY_CHANNEL[data.channel]}`,
    detail: UNNEEDED[data.reason],
  }),
  'invoice.delivery_failed': ({ data }, known) => ({
    title: `${messageName(data.message_id, known)} did not arrive ${BY_CHANNEL[data.channel]}`,
    detail: FAILURES[data.reason],
    tone: 'bad',
  }),
  'invoice.address_reopened': ({ data }) => ({
    title: `Messages ${BY_CHANNEL[data.channel]} can be sent again`,
  }),
  'invoice.viewed': ({ at }, { customer, at: { issued } }) => ({
    title: `${customer} opened the payment page`,
    detail:
      issued === undefined
        ? undefined
        : `${capitalised(durationText(Date.parse(at) - issued))} after it was sent.`,
  }),
  'invoice.receipt_sent': ({ data }) => ({ title: `Receipt sent ${BY_CHANNEL[data.channel]}` }),
  'invoice.receipt_failed': ({ data }) => ({
    title: `Receipt did not arrive ${BY_CHANNEL[data.channel]}`,
    detail: FAILURES[data.reason],
    tone: 'bad',
  }),
  'invoice.merchant_notified': ({ data }) => ({ title: `You got an e-mail: ${NOTICES[data.notice]}` }),
  'invoice.merchant_notification_failed': ({ data }) => ({
    title: `You got no e-mail: ${NOTICES[data.notice]}`,
    detail: FAILURES[data.reason],
    ...(data.reason === 'not_wanted' ? {} : { tone: 'bad' }),
  }),
  'invoice.payment_started': ({ data }, known) => ({
    title: `${known.customer} chose ${bankOf(data.payment_id, known)}`,
    detail: `To pay ${money(data.amount, known.currency)}.`,
  }),
  'invoice.payment_authorizing': ({ data }, known) => ({
    title: `${known.customer} is at ${bankOf(data.payment_id, known)}`,
  }),
  'invoice.payment_processing': ({ data }, known) => ({
    title: 'Payment approved',
    detail: `${amountOf(data.payment_id, known)} is on its way from ${bankOf(data.payment_id, known)}.`,
  }),
  'invoice.payment_status_unknown': ({ data }) => ({
    title: 'The payment has an unknown status',
    detail: `The payment provider says: ${data.rail_status}. Ask them.`,
    tone: 'bad',
  }),
  'invoice.payment_failed': ({ data }, known) =>
    data.reason === 'superseded'
      ? {
          title: `Payment from ${bankOf(data.payment_id, known)} given up`,
          detail: 'The customer began again, so that nothing is paid twice.',
        }
      : {
          title: `Payment from ${bankOf(data.payment_id, known)} failed`,
          detail: plainReason(data.reason),
          tone: 'bad',
        },
  'invoice.payment_settled': ({ data }, known) => ({
    title: `${money(data.amount, known.currency)} arrived`,
    detail: `From ${bankOf(data.payment_id, known)}.`,
    tone: 'good',
  }),
  'invoice.payment_reversed': ({ data }, known) => ({
    title: `Payment of ${amountOf(data.payment_id, known)} taken back`,
    detail: `${plainReason(data.reason)} It counts until you accept that it did not arrive.`,
    tone: 'bad',
  }),
  'invoice.payment_reversal_accepted': ({ data }, known) => ({
    title: `Payment of ${amountOf(data.payment_id, known)} no longer counts`,
    detail: 'You accepted that it did not arrive.',
  }),
  'invoice.payment_reinstated': ({ data }, known) => ({
    title: `Payment of ${amountOf(data.payment_id, known)} arrived after all`,
    tone: 'good',
  }),
  'invoice.payment_amount_unreadable': ({ data }) => ({
    title: 'Money came with an unreadable amount',
    detail: `The payment provider says: ${data.reported}. Record what it pays, or send it back and undo it.`,
    tone: 'bad',
  }),
  'invoice.payment_currency_mismatched': ({ data }) => ({
    title: `${money(data.amount, data.currency)} came, in another currency`,
    detail: 'It pays nothing. Record what it pays, or send it back and undo it.',
    tone: 'bad',
  }),
  'invoice.payment_currency_mismatch_resolved': () => ({ title: 'The money in another currency is settled' }),
  'invoice.payment_amount_unreadable_resolved': () => ({
    title: 'The money with an unreadable amount is settled',
  }),
  'invoice.manual_payment_recorded': ({ data }, { currency }) => ({
    title: `Payment of ${money(data.amount, currency)} recorded`,
    detail: `${methodName(data.method)}, ${day(data.paid_on)}.`,
    tone: 'good',
  }),
  'invoice.manual_payment_removed': ({ data }, known) => ({
    title: `Payment of ${amountOf(data.payment_id, known)} undone`,
  }),
  'invoice.deposit_paid': ({ data }, { currency }) => ({
    title: 'Deposit paid',
    detail: `${money(data.amount, currency)} so far.`,
    tone: 'good',
  }),
  'invoice.paid': ({ at }, { at: { issued } }) => ({
    title: 'Paid',
    detail:
      issued === undefined
        ? undefined
        : `${capitalised(durationText(Date.parse(at) - issued))} after it was sent.`,
    tone: 'good',
  }),
  'invoice.overpayment_recorded': ({ data }, { currency }) => ({
    title: `${money(data.amount, currency)} more came than was due`,
    tone: 'bad',
  }),
  'invoice.refund_requested': ({ data }, { currency }) => ({
    title: `Refund of ${money(data.amount, currency)} requested`,
    detail: {
      merchant: undefined,
      overpayment: 'Of what came beyond the amount.',
      voided: 'The invoice is void.',
    }[data.reason],
  }),
  'invoice.refund_submitted': ({ data }, known) => ({
    title: 'The bank accepted the refund',
    detail: `${amountOf(data.refund_id, known)} is on its way back.`,
  }),
  'invoice.refund_status_unknown': ({ data }) => ({
    title: 'The refund has an unknown status',
    detail: `The payment provider says: ${data.rail_status}. Ask them.`,
    tone: 'bad',
  }),
  'invoice.refund_executed': ({ data }, known) => ({
    title: `${amountOf(data.refund_id, known)} refunded`,
  }),
  'invoice.refund_failed': ({ data }, known) => ({
    title: `Refund of ${amountOf(data.refund_id, known)} failed`,
    detail: plainReason(data.reason),
    tone: 'bad',
  }),
  'invoice.refund_notice_sent': ({ data }) => ({
    title: `The customer was told of the refund ${BY_CHANNEL[data.channel]}`,
  }),
  'invoice.refund_notice_failed': ({ data }) => ({
    title: 'The message about the refund did not arrive',
    detail: FAILURES[data.reason],
    tone: 'bad',
  }),
  'invoice.manual_refund_recorded': ({ data }, { currency }) => ({
    title: `Refund of ${money(data.amount, currency)} recorded`,
    detail: `${methodName(data.method)}, ${day(data.refunded_on)}.`,
  }),
  'invoice.credited': ({ data }, { currency }) => ({
    title: `Credit note ${data.number} over ${money(data.amount, currency)}`,
    detail: {
      merchant: undefined,
      refund: 'Made with the refund.',
      void: 'Made with the void.',
    }[data.reason],
  }),
  'invoice.credit_note_sent': ({ data }) => ({
    title: `The credit note was sent ${BY_CHANNEL[data.channel]}`,
  }),
  'invoice.credit_note_failed': ({ data }) => ({
    title: 'The credit note did not arrive',
    detail: FAILURES[data.reason],
    tone: 'bad',
  }),
  'invoice.amended': ({ data }, { dueDate }) => ({
    title: `Changed: ${data.changed.map((field) => CHANGED[field]).join(', ')}`,
    detail: [
      data.due_date === dueDate ? '' : `Now due ${day(data.due_date)}.`,
      data.new_address.length > 0 ? `Sent again ${byChannels(data.new_address)}.` : '',
    ]
      .filter(Boolean)
      .join(' '),
  }),
  'invoice.reminder_requested': ({ data }) => ({
    title: 'Reminder asked for by hand',
    detail: `It goes out ${byChannels(data.channels)} at once.`,
  }),
  'invoice.reminded': ({ data }, known) => ({
    title: `${reminderName(data.reminder_id, known)} sent ${byChannels(data.channels)}`,
  }),
  'invoice.reminder_skipped': (event, known) => ({
    title: `${reminderName(event.data.reminder_id, known)} not sent: ${skipReason(event.data.reason, event, known)}`,
  }),
  'invoice.reminder_failed': ({ data }, known) => ({
    title: `${reminderName(data.reminder_id, known)} did not arrive`,
    detail: FAILURES[data.reason],
    tone: 'bad',
  }),
  'invoice.hold_placed': () => ({
    title: 'Put on hold',
    detail: 'No reminders go out, and it does not become overdue. It can still be paid.',
  }),
  'invoice.hold_released': ({ data }) => ({
    title: 'Resumed',
    detail:
      data.dates === 'shift'
        ? `The dates moved by the time on hold: now due ${day(data.due_date)}.`
        : 'The dates stayed as they were.',
  }),
  'invoice.overdue': (_, { dueDate }) => ({
    title: 'Overdue',
    detail: `The due date, ${day(dueDate)}, passed without full payment.`,
    tone: 'bad',
  }),
  'invoice.clock_advanced': ({ data }) => ({
    title: `Test clock moved ahead by ${durationText(data.by_ms)}`,
  }),
  'invoice.link_expired': () => ({
    title: 'Payment link expired',
    detail: 'The customer can ask for a new one on its page.',
  }),
  'invoice.link_regenerated': ({ data }) => ({
    title: 'New payment link made',
    detail:
      data.channels.length > 0
        ? `The old one stopped working. The new one was sent ${byChannels(data.channels)}.`
        : 'The old one stopped working. The new one was not sent.',
  }),
  'invoice.link_requested': (_, { customer }) => ({
    title: `${customer} asked for a new payment link`,
    detail: 'Make one, and send it.',
  }),
  'invoice.void_requested': () => ({
    title: 'Void asked for',
    detail: 'A payment is in flight, and its outcome decides.',
  }),
  'invoice.voided': ({ data }) => ({
    title: data.reason === 'credited' ? 'Void: credit notes cover all of it' : 'Void',
    detail: data.notify ? 'It can no longer be paid, and the customer is told.' : 'It can no longer be paid.',
  }),
  'invoice.void_notice_sent': ({ data }) => ({
    title: `The customer was told of the void ${BY_CHANNEL[data.channel]}`,
  }),
  'invoice.void_notice_failed': ({ data }) => ({
    title: 'The message about the void did not arrive',
    detail: FAILURES[data.reason],
    tone: 'bad',
  }),
  'invoice.void_cancelled': () => ({
    title: 'Not void after all',
    detail: 'Money arrived, or you recorded a payment.',
  }),
}
