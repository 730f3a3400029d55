import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Rail } from '../../domain/invoice/index.ts'
import type { FindingKind } from '../../domain/payment/reconciliation.ts'
import type { Mode } from '../../domain/shared/mode.ts'

const ReconciliationRunSchema = defineEntity({
  name: 'ReconciliationRunRow',
  tableName: 'reconciliation_run',
  properties: {
    rail: p.string().$type<Rail>().primary(),
    mode: p.string().$type<Mode>().primary(),
    currency: p.string().primary(),
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
    mode: p.string().$type<Mode>(),
    currency: p.string(),
    kind: p.string().$type<FindingKind>(),
    discriminator: p.string(),
    at: p.datetime(),
    transactionId: p.string().nullable(),
    recordId: p.string().nullable(),
    invoiceId: p.string().nullable(),
    amountAtBank: p.bigint('number').nullable(),
    amountRecorded: p.bigint('number').nullable(),
    foundAt: p.datetime(),
    lastSeenAt: p.datetime(),
    resolvedAt: p.datetime().nullable(),
    acknowledgedAt: p.datetime().nullable(),
    note: p.text().nullable(),
  },
})
export class ReconciliationFindingRow extends ReconciliationFindingSchema.class {}
ReconciliationFindingSchema.setClass(ReconciliationFindingRow)
