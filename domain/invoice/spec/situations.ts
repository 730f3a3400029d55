import type { InvoiceCommand } from '../commands.ts'
import type { InvoiceEvent, Schedule } from '../events.ts'

// One example of every situation an invoice can be in, as its log, and of everything it can be asked or told: what
// the table in outcomes.ts is about.

const START = Date.UTC(2026, 10, 23, 9)
const DAY = 86_400_000
const NOW = START + 10 * DAY
const BANK = { by: 'bank' } as const
const PAYER = { by: 'payer' } as const
const merchant = (commandId: string) => ({ by: 'merchant', via: 'api', commandId }) as const

const SCHEDULE: Schedule = {
  dueDate: '2026-12-07',
  overdueAt: START + 15 * DAY,
  linkExpiresAt: START + 45 * DAY,
  reminders: [{ id: '2026-12-04/email', at: START + 11 * DAY, days: -3, channels: ['email'] }],
}

const issued: InvoiceEvent = {
  type: 'issued',
  key: 'issued',
  at: START,
  cause: { by: 'merchant', via: 'api' },
  number: 'INV-2026-0001',
  currency: 'GBP',
  amountDue: '10000',
  linkId: 'lnk_1',
  channels: ['email'],
  rules: { latePaymentPolicy: 'refund', overpaymentPolicy: 'hold' },
  mode: 'test',
  ...SCHEDULE,
}
const viewed: InvoiceEvent = { type: 'viewed', key: 'viewed', at: START, cause: PAYER }
/** A first try that came to nothing: its bank may still have something to say. */
const givenUp: InvoiceEvent[] = [
  started('pat_old', 'bank-a'),
  {
    type: 'payment_failed',
    key: 'payment_failed:pat_old',
    at: START,
    cause: PAYER,
    attemptId: 'pat_old',
    reason: 'superseded',
  },
]
const sent = [issued, ...givenUp]
const authorizing: InvoiceEvent[] = [
  viewed,
  started('pat_new', 'bank-b'),
  {
    type: 'payment_authorizing',
    key: 'payment_authorizing:pat_new',
    at: NOW,
    cause: BANK,
    attemptId: 'pat_new',
    providerPaymentId: 'p',
  },
]
const processing: InvoiceEvent[] = [
  ...authorizing,
  {
    type: 'payment_processing',
    key: 'payment_processing:pat_new',
    at: NOW,
    cause: BANK,
    attemptId: 'pat_new',
  },
]
const paid: InvoiceEvent[] = [
  ...processing,
  settled('pat_new', '10000'),
  { type: 'paid', key: 'paid', at: NOW, cause: { by: 'duewell' }, amount: '10000' },
]
const paidTwice: InvoiceEvent[] = [
  ...paid,
  settled('pat_old', '10000'),
  {
    type: 'overpayment_recorded',
    key: 'overpayment:pat_old',
    at: NOW,
    cause: { by: 'duewell' },
    paymentId: 'pat_old',
    amount: '10000',
  },
]
const reversed: InvoiceEvent[] = [
  ...paid,
  {
    type: 'payment_reversed',
    key: 'payment_reversed:pat_new',
    at: NOW,
    cause: BANK,
    attemptId: 'pat_new',
    reason: 'rejected',
  },
]
const reversedAndUndone: InvoiceEvent[] = [
  ...reversed,
  {
    type: 'payment_reversal_accepted',
    key: 'payment_reversal_accepted:pat_new',
    at: NOW,
    cause: merchant('cmd_undo'),
    paymentId: 'pat_new',
  },
]
const refunding: InvoiceEvent[] = [
  ...paid,
  {
    type: 'refund_requested',
    key: 'refund_requested:ref_1',
    at: NOW,
    cause: merchant('cmd_refund'),
    refundId: 'ref_1',
    attemptId: 'pat_new',
    amount: '4000',
    reason: 'merchant',
  },
  {
    type: 'refund_submitted',
    key: 'refund_submitted:ref_1',
    at: NOW,
    cause: BANK,
    refundId: 'ref_1',
    providerRefundId: 'r',
  },
]
const partPaid: InvoiceEvent = {
  type: 'manual_payment_recorded',
  key: 'manual_payment:pay_1',
  at: NOW,
  cause: merchant('cmd_pay'),
  paymentId: 'pay_1',
  amount: '3000',
  method: 'cash',
  paidOn: '2026-12-01',
  receipt: true,
}
const bounced: InvoiceEvent = {
  type: 'delivery_failed',
  key: 'delivery_failed:msg_1',
  at: START,
  cause: { by: 'message_provider' },
  channel: 'email',
  reason: 'bounced',
  delivery: 1,
  messageId: 'msg_1',
}

/** The logs of an invoice over 100.00 GBP in every situation. */
export const SITUATIONS = {
  draft: [],
  sent,
  viewed: [...sent, viewed],
  overdue: [...sent, viewed, event('overdue')],
  'at the bank': [...sent, ...authorizing],
  'money on its way': [...sent, ...processing],
  'part paid': [...sent, viewed, partPaid],
  'on hold': [...sent, viewed, event('paused')],
  'link expired': [...sent, viewed, event('overdue'), event('link_expired')],
  undeliverable: [...sent, bounced],
  'to be voided': [...sent, ...processing, event('void_requested')],
  void: [...sent, viewed, event('voided')],
  paid: [...sent, ...paid],
  'paid twice': [...sent, ...paidTwice],
  'being refunded': [...sent, ...refunding],
  'money that has not come': [...sent, ...reversed],
  'money taken back': [...sent, ...reversedAndUndone],
} satisfies Record<string, InvoiceEvent[]>

export type Situation = keyof typeof SITUATIONS

const report = { type: 'bank_report', providerPaymentId: 'p', currency: 'GBP', at: NOW, cause: BANK } as const
const told = { at: NOW, commandId: 'cmd_new' }
const later = { ...SCHEDULE, overdueAt: NOW + 30 * DAY, linkExpiresAt: NOW + 60 * DAY }
const manual = { type: 'record_payment', paymentId: 'pay_2', method: 'cash', receipt: true } as const
const refund = { type: 'refund', refundId: 'ref_2', ...told } as const
const givenBack = { type: 'record_refund', refundId: 'ref_2', method: 'transfer', ...told } as const
const refundReport = { type: 'refund_report', refundId: 'ref_1', at: NOW, cause: BANK } as const

/** Everything an invoice can be asked or told. `pat_new` is its latest payment, `pat_old` one that was given up. */
export const COMMANDS = {
  view: { type: 'view', at: NOW },
  pay: { type: 'pay', attemptId: 'pat_3', rail: 'truelayer', bankId: 'bank-c', linkId: 'lnk_1', at: NOW },
  'pay by the same bank': { type: 'pay', attemptId: 'pat_3', rail: 'truelayer', bankId: 'bank-b', at: NOW },
  'pay by the same bank, to another account': {
    type: 'pay',
    attemptId: 'pat_3',
    rail: 'truelayer',
    bankId: 'bank-b',
    payout: 'e5f6a7b8',
    at: NOW,
  },
  'pay by an old link': {
    type: 'pay',
    attemptId: 'pat_3',
    rail: 'truelayer',
    bankId: 'bank-c',
    linkId: 'lnk_0',
    at: NOW,
  },
  'bank: authorising': { ...report, attemptId: 'pat_new', status: 'authorizing' },
  'bank: processing': { ...report, attemptId: 'pat_new', status: 'processing' },
  'bank: settled': { ...report, attemptId: 'pat_new', status: 'settled', amount: '10000' },
  'bank: settled, less': { ...report, attemptId: 'pat_new', status: 'settled', amount: '9000' },
  'bank: settled, more': { ...report, attemptId: 'pat_new', status: 'settled', amount: '11000' },
  'bank: settled, other currency': {
    ...report,
    attemptId: 'pat_new',
    status: 'settled',
    amount: '10000',
    currency: 'EUR',
  },
  'bank: settled after all': {
    ...report,
    attemptId: 'pat_new',
    status: 'settled',
    amount: '10000',
    verifiedWithRail: true,
  },
  'bank: failed, also when asked': {
    ...report,
    attemptId: 'pat_new',
    status: 'failed',
    reason: 'rejected',
    verifiedWithRail: true,
  },
  'bank: failed, by a word that may be old': {
    ...report,
    attemptId: 'pat_new',
    status: 'failed',
    reason: 'rejected',
  },
  'bank: an old payment settled': {
    ...report,
    attemptId: 'pat_old',
    status: 'settled',
    amount: '10000',
    verifiedWithRail: true,
  },
  'bank: an unknown payment': { ...report, attemptId: 'pat_none', status: 'settled', amount: '10000' },
  'bank: refund executed': { ...refundReport, status: 'executed' },
  'bank: refund failed': { ...refundReport, status: 'failed', reason: 'returned' },
  'e-mail came back': {
    type: 'delivery_failure',
    channel: 'email',
    reason: 'bounced',
    messageId: 'msg_2',
    at: NOW,
    cause: { by: 'message_provider' },
  },
  'ask for a new link': { type: 'request_link', linkId: 'lnk_1', at: NOW },
  'a deadline is met': { type: 'deadline', at: NOW + 60 * DAY },
  amend: { type: 'amend', ...told, schedule: later, changed: ['due_date'], newAddress: [] },
  'amend, due before issue': {
    type: 'amend',
    ...told,
    schedule: { ...later, overdueAt: START - DAY },
    changed: ['due_date'],
    newAddress: [],
  },
  remind: { type: 'remind', ...told, reminderId: 'cmd_new', channels: ['email'] },
  pause: { type: 'pause', ...told },
  resume: { type: 'resume', ...told, dates: 'shift', schedule: later },
  'new link': { type: 'regenerate_link', ...told, linkId: 'lnk_2', expiresAt: NOW + DAY, channels: [] },
  'new link, expired': {
    type: 'regenerate_link',
    ...told,
    linkId: 'lnk_2',
    expiresAt: NOW - 1,
    channels: [],
  },
  void: { type: 'void', ...told },
  'paid manually, in part': { ...manual, ...told, amount: '1000', paidOn: '2026-12-02' },
  'paid manually, in full': { ...manual, ...told, amount: '10000', paidOn: '2026-12-02' },
  'remove a manual payment': { type: 'undo_payment', ...told, paymentId: 'pay_1' },
  'undo a payment of the bank': { type: 'undo_payment', ...told, paymentId: 'pat_new' },
  'refund a part': { ...refund, amount: '4000' },
  'refund too much': { ...refund, amount: '90000' },
  'refund the overpayment': { ...refund, amount: 'overpayment' },
  'refunded manually, in part': { ...givenBack, amount: '4000', refundedOn: '2026-12-02' },
  'refunded manually, too much': { ...givenBack, amount: '90000', refundedOn: '2026-12-02' },
  'advance the clock': { type: 'advance_clock', ...told, byMs: DAY },
  'move the clock back': { type: 'advance_clock', ...told, byMs: -DAY },
  'the same request again': { type: 'void', at: NOW, commandId: 'cmd_pay' },
} satisfies Record<string, InvoiceCommand>

export type Command = keyof typeof COMMANDS

function started(attemptId: string, bankId: string): InvoiceEvent {
  const key = `payment_started:${attemptId}`
  return {
    type: 'payment_started',
    key,
    at: NOW,
    cause: PAYER,
    attemptId,
    rail: 'truelayer',
    bankId,
    amount: '10000',
  }
}

function settled(attemptId: string, amount: `${bigint}`): InvoiceEvent {
  return { type: 'payment_settled', key: `settled:${attemptId}`, at: NOW, cause: BANK, attemptId, amount }
}

function event(type: 'overdue' | 'paused' | 'link_expired' | 'void_requested' | 'voided'): InvoiceEvent {
  return { type, key: type, at: NOW, cause: { by: 'duewell' } }
}
