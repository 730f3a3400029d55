import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Rail } from '../../domain/invoice/index.ts'
import type { FindingKind } from '../../domain/payment/reconciliation.ts'

const ReconciliationRunSchema = defineEntity({
  name: 'ReconciliationRunRow',
  tableName: 'reconciliation_run',
  properties: {
    rail: p.string().$type<Rail>().primary(),
    currency: p.string().primary(),
    /** Up to when it has looked. */
    reconciledUntil: p.datetime().primary(),
    since: p.datetime(),
    transactions: p.integer(),
    matched: p.integer(),
    findings: p.integer(),
    finishedAt: p.datetime(),
  },
})
/** One comparison of an account with the logs. */
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
    /** The transaction, or what our log has: one finding however often it is found. */
    discriminator: p.string(),
    at: p.datetime(),
    transactionId: p.string().nullable(),
    /** The payment attempt, or the refund. */
    recordId: p.string().nullable(),
    invoiceId: p.string().nullable(),
    /** Minor units. */
    amountAtBank: p.bigint('bigint').nullable(),
    amountRecorded: p.bigint('bigint').nullable(),
    foundAt: p.datetime(),
    lastSeenAt: p.datetime(),
    /** A later run did not find it any more. */
    resolvedAt: p.datetime().nullable(),
    /** A person has looked at it, and may have said what came of that. */
    acknowledgedAt: p.datetime().nullable(),
    note: p.text().nullable(),
  },
})
/** A difference between an account and the logs. */
export class ReconciliationFindingRow extends ReconciliationFindingSchema.class {}
ReconciliationFindingSchema.setClass(ReconciliationFindingRow)
