import { automatic, byCustomer, byProvider, byRail, byRequest } from '../../shared/cause.ts'
import type { InvoiceCommand } from '../commands.ts'
import type { InvoiceEvent, Schedule } from '../events.ts'
import { DAY_MS } from '../../shared/durations.ts'

const START = Date.UTC(2026, 10, 23, 9)
const NOW = START + 10 * DAY_MS
const BANK = byRail('truelayer')
const ACTOR = { type: 'api_key', id: 'key_0123456789ab' } as const
const requested = (commandId: string) => byRequest({ actor: ACTOR, commandId })

const SCHEDULE: Schedule = {
  dueDate: '2026-12-07',
  overdueAt: START + 15 * DAY_MS,
  linkExpiresAt: START + 45 * DAY_MS,
  reminders: [{ id: '2026-12-04/email', at: START + 11 * DAY_MS, days: -3, channels: ['email'] }],
}

const issued: InvoiceEvent = {
  type: 'issued',
  key: 'issued',
  at: START,
  cause: byRequest({ actor: ACTOR }),
  number: 'INV-2026-0001',
  currency: 'GBP',
  amount: 10_000,
  linkId: 'lnk_1',
  channels: ['email'],
  rules: { latePaymentPolicy: 'refund', overpaymentPolicy: 'keep' },
  mode: 'test',
  ...SCHEDULE,
}
const viewed: InvoiceEvent = { type: 'viewed', key: 'viewed', at: START, cause: byCustomer }
const givenUp: InvoiceEvent[] = [
  started('pat_old', 'bank-a'),
  {
    type: 'payment_failed',
    key: 'payment_failed:pat_old',
    at: START,
    cause: byCustomer,
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
  settled('pat_new', 10_000),
  { type: 'paid', key: 'paid', at: NOW, cause: automatic, amount: 10_000 },
]
const paidTwice: InvoiceEvent[] = [
  ...paid,
  settled('pat_old', 10_000),
  {
    type: 'overpayment_recorded',
    key: 'overpayment:pat_old',
    at: NOW,
    cause: automatic,
    paymentId: 'pat_old',
    amount: 10_000,
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
    cause: requested('cmd_undo'),
    paymentId: 'pat_new',
  },
]
const refunding: InvoiceEvent[] = [
  ...paid,
  {
    type: 'refund_requested',
    key: 'refund_requested:ref_1',
    at: NOW,
    cause: requested('cmd_refund'),
    refundId: 'ref_1',
    attemptId: 'pat_new',
    amount: 4000,
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
const partCredited: InvoiceEvent = credited('crn_1', 4000)
const paidThenCredited: InvoiceEvent[] = [...paid, partCredited]
const creditedInFull: InvoiceEvent[] = [
  credited('crn_1', 10_000),
  {
    type: 'voided',
    key: 'voided:crn_1',
    at: NOW,
    cause: automatic,
    reason: 'credited',
    creditNoteId: 'crn_1',
  },
]
const partPaid: InvoiceEvent = {
  type: 'manual_payment_recorded',
  key: 'manual_payment:pay_1',
  at: NOW,
  cause: requested('cmd_pay'),
  paymentId: 'pay_1',
  amount: 3000,
  method: 'cash',
  paidOn: '2026-12-01',
  receipt: true,
}
const bounced: InvoiceEvent = {
  type: 'delivery_failed',
  key: 'delivery_failed:msg_1',
  at: START,
  cause: byProvider('postmark'),
  channel: 'email',
  reason: 'bounced',
  delivery: 1,
  messageId: 'msg_1',
}

const mismatched: InvoiceEvent[] = [
  ...processing,
  {
    type: 'payment_currency_mismatched',
    key: 'settled:pat_new',
    at: NOW,
    cause: BANK,
    attemptId: 'pat_new',
    amount: 10_000,
    currency: 'EUR',
  },
]
const unreadable: InvoiceEvent[] = [
  ...processing,
  {
    type: 'payment_amount_unreadable',
    key: 'settled:pat_new',
    at: NOW,
    cause: BANK,
    attemptId: 'pat_new',
    reported: '100.005_GBP',
  },
]

export const SITUATIONS = {
  draft: [],
  sent,
  viewed: [...sent, viewed],
  overdue: [...sent, viewed, event('overdue')],
  'at the bank': [...sent, ...authorizing],
  'payment processing': [...sent, ...processing],
  'paid in another currency': [...sent, ...mismatched],
  'paid an unreadable amount': [...sent, ...unreadable],
  'part paid': [...sent, viewed, partPaid],
  'part credited': [...sent, viewed, partCredited],
  'on hold': [...sent, viewed, event('hold_placed')],
  'link expired': [...sent, viewed, event('overdue'), event('link_expired')],
  undeliverable: [...sent, bounced],
  'void requested': [...sent, ...processing, event('void_requested')],
  void: [...sent, viewed, event('voided')],
  'credited in full': [...sent, viewed, ...creditedInFull],
  paid: [...sent, ...paid],
  'paid twice': [...sent, ...paidTwice],
  'credited after payment': [...sent, ...paidThenCredited],
  'being refunded': [...sent, ...refunding],
  'payment reversed': [...sent, ...reversed],
  'reversal accepted': [...sent, ...reversedAndUndone],
  'nothing to pay': [
    { ...issued, amount: 0 },
    { type: 'paid', key: 'paid', at: START, cause: automatic, amount: 0 },
  ],
} satisfies Record<string, InvoiceEvent[]>

export type Situation = keyof typeof SITUATIONS

const report = {
  type: 'payment_report',
  providerPaymentId: 'p',
  currency: 'GBP',
  at: NOW,
  cause: BANK,
} as const
const request = { at: NOW, actor: ACTOR, commandId: 'cmd_new' } as const
const pay = { type: 'pay', attemptId: 'pat_3', rail: 'truelayer', linkId: 'lnk_1', at: NOW } as const
const later = { ...SCHEDULE, overdueAt: NOW + 30 * DAY_MS, linkExpiresAt: NOW + 60 * DAY_MS }
const manual = { type: 'record_payment', paymentId: 'pay_2', method: 'cash', receipt: true } as const
const refund = { type: 'refund', refundId: 'ref_2', ...request } as const
const credit = { type: 'credit', creditNoteId: 'crn_2', ...request } as const
const givenBack = { type: 'record_refund', refundId: 'ref_2', method: 'transfer', ...request } as const
const refundReport = { type: 'refund_report', refundId: 'ref_1', at: NOW, cause: BANK } as const

export const COMMANDS = {
  view: { type: 'view', at: NOW },
  pay: { ...pay, bankId: 'bank-c' },
  'pay by the same bank': { ...pay, bankId: 'bank-b' },
  'pay by the same bank, to another account': { ...pay, bankId: 'bank-b', payout: 'e5f6a7b8' },
  'pay an earlier amount': { ...pay, bankId: 'bank-c', amount: 3000 },
  'pay by a revoked link': { ...pay, bankId: 'bank-c', linkId: 'lnk_0' },
  'bank: authorising': { ...report, attemptId: 'pat_new', status: 'authorizing' },
  'bank: unknown status': {
    ...report,
    attemptId: 'pat_new',
    status: 'authorizing',
    unknownStatus: 'a_new_status',
  },
  'bank: processing': { ...report, attemptId: 'pat_new', status: 'processing' },
  'bank: settled': { ...report, attemptId: 'pat_new', status: 'settled', amount: 10_000 },
  'bank: settled, less': { ...report, attemptId: 'pat_new', status: 'settled', amount: 9000 },
  'bank: settled, more': { ...report, attemptId: 'pat_new', status: 'settled', amount: 11_000 },
  'bank: settled, other currency': {
    ...report,
    attemptId: 'pat_new',
    status: 'settled',
    amount: 10_000,
    currency: 'EUR',
  },
  'bank: settled, unreadable amount': {
    ...report,
    attemptId: 'pat_new',
    status: 'settled',
    unreadableAmount: '100.005_EUR',
  },
  'bank: settled, confirmed': {
    ...report,
    attemptId: 'pat_new',
    status: 'settled',
    amount: 10_000,
    confirmedByRail: true,
  },
  'bank: failed, confirmed': {
    ...report,
    attemptId: 'pat_new',
    status: 'failed',
    reason: 'rejected',
    confirmedByRail: true,
  },
  'bank: failed, unconfirmed': {
    ...report,
    attemptId: 'pat_new',
    status: 'failed',
    reason: 'rejected',
  },
  'bank: a superseded payment settled, confirmed': {
    ...report,
    attemptId: 'pat_old',
    status: 'settled',
    amount: 10_000,
    confirmedByRail: true,
  },
  'bank: an unknown payment settled': {
    ...report,
    attemptId: 'pat_none',
    status: 'settled',
    amount: 10_000,
  },
  'bank: refund with an unknown status': {
    ...refundReport,
    status: 'pending',
    unknownStatus: 'a_new_status',
  },
  'bank: refund executed': { ...refundReport, status: 'executed' },
  'bank: refund failed': { ...refundReport, status: 'failed', reason: 'returned' },
  'e-mail bounced': {
    type: 'delivery_failure',
    channel: 'email',
    reason: 'bounced',
    messageId: 'msg_2',
    at: NOW,
    cause: byProvider('postmark'),
  },
  'address reopened': { type: 'reopen_address', channel: 'email', at: NOW, cause: byRequest(request) },
  'customer requests a new link': { type: 'request_link', linkId: 'lnk_1', at: NOW },
  'deadlines of 60 days pass': { type: 'deadline', at: NOW + 60 * DAY_MS },
  amend: { type: 'amend', ...request, schedule: later, changed: ['due_date'], newAddress: [] },
  'amend to a due date before issue': {
    type: 'amend',
    ...request,
    schedule: { ...later, overdueAt: START - DAY_MS },
    changed: ['due_date'],
    newAddress: [],
  },
  remind: { type: 'remind', ...request, reminderId: 'cmd_new', channels: ['email'] },
  pause: { type: 'pause', ...request },
  resume: { type: 'resume', ...request, dates: 'shift', schedule: later },
  'new link': { type: 'regenerate_link', ...request, linkId: 'lnk_2', expiresAt: NOW + DAY_MS, channels: [] },
  'new link that has expired': {
    type: 'regenerate_link',
    ...request,
    linkId: 'lnk_2',
    expiresAt: NOW - 1,
    channels: [],
  },
  void: { type: 'void', ...request },
  'void with a credit note': { type: 'void', ...request, creditNoteId: 'crn_2' },
  'credit a part': { ...credit, amount: 4000 },
  'credit the whole': { ...credit, amount: 10_000 },
  'credit what is left': { ...credit, amount: 6000 },
  'credit too much': { ...credit, amount: 90_000 },
  'paid manually, in part': { ...manual, ...request, amount: 1000, paidOn: '2026-12-02' },
  'paid manually, in full': { ...manual, ...request, amount: 10_000, paidOn: '2026-12-02' },
  'remove a manual payment': { type: 'undo_payment', ...request, paymentId: 'pay_1' },
  'undo a payment by bank': { type: 'undo_payment', ...request, paymentId: 'pat_new' },
  'refund a part': { ...refund, amount: 4000 },
  'refund a part, with a credit note': { ...refund, amount: 4000, creditNoteId: 'crn_2' },
  'refund too much': { ...refund, amount: 90_000 },
  'refund the overpayment': { ...refund, amount: 'overpayment' },
  'refunded manually, in part': { ...givenBack, amount: 4000, refundedOn: '2026-12-02' },
  'refunded manually, in part, with a credit note': {
    ...givenBack,
    amount: 4000,
    creditNoteId: 'crn_2',
    refundedOn: '2026-12-02',
  },
  'refunded manually, too much': { ...givenBack, amount: 90_000, refundedOn: '2026-12-02' },
  'advance the clock': { type: 'advance_clock', ...request, byMs: DAY_MS },
  'move the clock back': { type: 'advance_clock', ...request, byMs: -DAY_MS },
  'a repeated request': { type: 'void', ...request, commandId: 'cmd_pay' },
} satisfies Record<string, InvoiceCommand>

export type Command = keyof typeof COMMANDS

function started(attemptId: string, bankId: string): InvoiceEvent {
  const key = `payment_started:${attemptId}`
  return {
    type: 'payment_started',
    key,
    at: NOW,
    cause: byCustomer,
    attemptId,
    rail: 'truelayer',
    bankId,
    amount: 10_000,
  }
}

function credited(creditNoteId: string, amount: number): InvoiceEvent {
  const facts = { creditNoteId, amount, number: 'CN-2026-0001', reason: 'merchant' } as const
  return {
    type: 'credited',
    key: `credited:${creditNoteId}`,
    at: NOW,
    cause: requested('cmd_credit'),
    ...facts,
  }
}

function settled(attemptId: string, amount: number): InvoiceEvent {
  return { type: 'payment_settled', key: `settled:${attemptId}`, at: NOW, cause: BANK, attemptId, amount }
}

function event(type: 'overdue' | 'hold_placed' | 'link_expired' | 'void_requested' | 'voided'): InvoiceEvent {
  return { type, key: type, at: NOW, cause: automatic }
}
