import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Rail } from '../../domain/invoice/index.ts'
import type { FindingKind } from '../../domain/payment/reconciliation.ts'

const ReconciliationRunSchema = defineEntity({
  name: 'ReconciliationRunRow',
  tableName: 'reconciliation_run',
  properties: {
    rail: p.string().$type<Rail>().primary(),
    currency: p.string().primary(),
    /** The instant until which the account is compared. */
    reconciledUntil: p.datetime().primary(),
    since: p.datetime(),
    transactions: p.integer(),
    matched: p.integer(),
    findings: p.integer(),
    finishedAt: p.datetime(),
  },
})
export class ReconciliationRunRow extends ReconciliationRunSchema.class {}
ReconciliationRunSchema.setClass(ReconciliationRunRow)

const ReconciliationFindingSchema = defineEntity({
  name: 'ReconciliationFindingRow',
  tableName: 'reconciliation_finding',
  properties: {
    id: p.string().primary(),
    rail: p.string().$type<Rail>(),
    currency: p.string(),
    kind: p.string().$type<FindingKind>(),
    /** The id of the transaction, payment attempt or refund. Repeated runs find the same finding. */
    discriminator: p.string(),
    at: p.datetime(),
    transactionId: p.string().nullable(),
    /** The id of the payment attempt or refund. */
    recordId: p.string().nullable(),
    invoiceId: p.string().nullable(),
    /** Minor units, like `amountRecorded`. */
    amountAtBank: p.bigint('number').nullable(),
    amountRecorded: p.bigint('number').nullable(),
    foundAt: p.datetime(),
    lastSeenAt: p.datetime(),
    /** The instant of the later run that finds no difference. */
    resolvedAt: p.datetime().nullable(),
    /** The instant of an operator's review, with or without a note. */
    acknowledgedAt: p.datetime().nullable(),
    note: p.text().nullable(),
  },
})
export class ReconciliationFindingRow extends ReconciliationFindingSchema.class {}
ReconciliationFindingSchema.setClass(ReconciliationFindingRow)
