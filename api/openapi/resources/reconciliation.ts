import * as v from 'valibot'
import { instant, text, word } from '../../../domain/events/public-event.ts'
import { RAILS } from '../../../domain/invoice/index.ts'
import type { FindingKind } from '../../../domain/payment/reconciliation.ts'
import { AcknowledgeBody, FindingList } from '../../merchant/account/reconciliation.ts'
import { INVOICE_ID } from '../examples/invoice.ts'
import type { Resource } from '../operation.ts'
import { amountOrNull, currency, idOf, instantOrNull, textOrNull } from '../schemas/fields.ts'

const KINDS: Record<FindingKind, true> = {
  payment_unknown: true,
  refund_unknown: true,
  payment_unrecorded: true,
  refund_unrecorded: true,
  payment_amount_differs: true,
  refund_amount_differs: true,
  payment_missing: true,
  refund_missing: true,
  payment_repeated: true,
  refund_repeated: true,
  payment_undecided: true,
  refund_undecided: true,
  external_payment: true,
  transaction_unreadable: true,
}

const Finding = v.strictObject({
  id: idOf('fnd'),
  kind: word(Object.keys(KINDS), 'What differs'),
  rail: word(RAILS, 'The payment provider'),
  currency,
  invoice: idOf('inv', 'The invoice'),
  at: instant('When the money moved'),
  amount_at_bank: amountOrNull('Minor units'),
  amount_recorded: amountOrNull('Minor units'),
  found_at: instant('When the difference was found'),
  resolved_at: instantOrNull('When it was gone'),
  acknowledged_at: instantOrNull('When the merchant acknowledged it'),
  note: textOrNull('The merchant’s note'),
  status: word(['open', 'resolved', 'acknowledged'], 'The status'),
})

const Reconciliation = v.strictObject({
  object: v.literal('reconciliation'),
  accounts: v.array(
    v.strictObject({
      rail: text('The payment provider'),
      currency,
      until: instant('The time until which the account was compared'),
    }),
  ),
  findings: v.pipe(v.array(Finding), v.description('Open ones first')),
  next_cursor: textOrNull('The `cursor` of the next page; null on the last one'),
})

const FINDING = {
  id: 'fnd_01k8zqh4a6b8c0d2e4f6g8h0j2',
  kind: 'payment_missing',
  rail: 'truelayer',
  currency: 'GBP',
  invoice: INVOICE_ID,
  at: '2026-12-03T10:15:00.000Z',
  amount_at_bank: null,
  amount_recorded: 120_000,
  found_at: '2026-12-04T02:00:00.000Z',
  resolved_at: null,
  acknowledged_at: null,
  note: null,
  status: 'open',
}

export const reconciliation: Resource = {
  tag: 'Reconciliation',
  about: 'Whether every payment is at the bank, and everything at the bank is a payment.',
  parameters: { id: idOf('fnd', 'The finding') },
  requests: {
    AcknowledgeRequest: { schema: AcknowledgeBody, example: { note: 'Arrived at another account' } },
  },
  responses: {
    Finding: { schema: Finding, example: FINDING },
    Reconciliation: {
      schema: Reconciliation,
      example: {
        object: 'reconciliation',
        accounts: [{ rail: 'truelayer', currency: 'GBP', until: '2026-12-04T02:00:00.000Z' }],
        findings: [FINDING],
        next_cursor: null,
      },
    },
  },
  operations: [
    {
      method: 'get',
      path: '/v1/reconciliation',
      id: 'getReconciliation',
      summary: 'Read the reconciliation',
      query: FindingList,
      answers: { 200: 'Reconciliation' },
    },
    {
      method: 'post',
      path: '/v1/reconciliation/{id}/acknowledge',
      id: 'acknowledgeFinding',
      summary: 'Acknowledge a finding',
      body: { optional: 'AcknowledgeRequest' },
      answers: { 200: 'Finding' },
    },
  ],
}
