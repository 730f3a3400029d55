import type { DatabaseSync } from 'node:sqlite'
import { all } from '../../core/sqlite.ts'
import type { Payment, Refund } from './payment.ts'

const PAGE = 50

export interface StatementLine {
  amount: { value: string; currency: string }
  providerPaymentId: string
  createdDateTime: string
  description: string
  transactionType: 'CREDIT' | 'DEBIT'
  localInstrument: string
  refId?: string
}

export type Statements = ReturnType<typeof createStatements>

export function createStatements(database: DatabaseSync) {
  return {
    /** `from` and `to` are dates (`YYYY-MM-DD`), both inclusive. */
    page(accountId: string, from: string, to: string, offset: number) {
      const payments = all<{ body: string }>(
        database,
        `select body from tokenio_payment
         where json_extract(body, '$.initiation.creditor.virtualAccountId') = $accountId
           and json_extract(body, '$.status') = 'SETTLEMENT_COMPLETED'`,
        { accountId },
      ).map(({ body }) => JSON.parse(body) as Payment)
      const refunds = all<{ body: string }>(
        database,
        `select r.body from tokenio_refund r
         join tokenio_payment p on p.id = json_extract(r.body, '$.initiation.originalPaymentId')
         where json_extract(p.body, '$.initiation.creditor.virtualAccountId') = $accountId
           and json_extract(r.body, '$.status') = 'INITIATION_COMPLETED'`,
        { accountId },
      ).map(({ body }) => JSON.parse(body) as Refund)
      const lines = [
        ...payments.map((payment) => lineOf(payment, 'CREDIT')),
        ...refunds.map((refund) => lineOf(refund, 'DEBIT')),
      ]
        .filter(({ createdDateTime: at }) => at.slice(0, 10) >= from && at.slice(0, 10) <= to)
        .toSorted((a, b) => a.createdDateTime.localeCompare(b.createdDateTime))
      const next = offset + PAGE
      return { lines: lines.slice(offset, next), next: lines.length > next ? next : undefined }
    },
  }
}

function lineOf(
  { id, initiation, updatedAt }: Payment | Refund,
  transactionType: 'CREDIT' | 'DEBIT',
): StatementLine {
  return {
    amount: initiation.amount,
    providerPaymentId: `tx:${id}`,
    createdDateTime: new Date(updatedAt).toISOString(),
    description: transactionType === 'CREDIT' ? 'Payment' : 'Refund',
    transactionType,
    localInstrument: initiation.localInstrument,
    refId: initiation.refId,
  }
}
