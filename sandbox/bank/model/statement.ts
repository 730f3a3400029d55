import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { all, run } from '../../core/sqlite.ts'
import { instant } from '../truelayer/present.ts'
import type { BankClient } from './options.ts'
import type { Payment } from './payment.ts'
import type { Refund } from './refund.ts'

interface ExternalPayment {
  id: string
  accountId: string
  amount: number
  currency: string
  reference: string
  settledAt: number
}

interface Line {
  at: number
  item: object
}

const PAGE = 20

export type Statements = ReturnType<typeof createStatements>

export function createStatements(database: DatabaseSync, merchantAccounts: BankClient['merchantAccounts']) {
  database.exec('create table if not exists bank_external_payment (id text primary key, body text not null)')
  const rows = <T>(sql: string, values: Record<string, string | number> = {}): T[] =>
    all<{ body: string }>(database, sql, values).map(({ body }) => JSON.parse(body) as T)

  function linesOf(accountId: string): Line[] {
    const settled = rows<Payment>(
      `select body from bank_payment where json_extract(body, '$.settledAt') is not null
       and json_extract(body, '$.request.payment_method.beneficiary.merchant_account_id') = $accountId`,
      { accountId },
    )
    const refunds = rows<Refund>(
      `select r.body from bank_refund r join bank_payment p on p.id = r.payment_id
       where json_extract(r.body, '$.executedAt') is not null
       and json_extract(p.body, '$.request.payment_method.beneficiary.merchant_account_id') = $accountId`,
      { accountId },
    )
    const external = rows<ExternalPayment>(
      `select body from bank_external_payment where json_extract(body, '$.accountId') = $accountId`,
      { accountId },
    )
    return [
      ...settled.map(lineOfPayment),
      ...refunds.map(lineOfRefund),
      ...refunds.filter(isReturned).map(lineOfReturn),
      ...external.map(lineOfExternal),
    ]
  }

  return {
    isAccount: (accountId: string) => merchantAccounts.some(({ id }) => id === accountId),

    /** `from` and `to` are milliseconds since 1970, both inclusive. */
    page(accountId: string, { from, to, cursor }: { from: number; to: number; cursor?: string | undefined }) {
      const start = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64url').toString())
      const lines = linesOf(accountId)
        .filter(({ at }) => at >= from && at <= to)
        .toSorted((a, b) => a.at - b.at)
      const isMore = lines.length > start + PAGE
      return {
        items: lines.slice(start, start + PAGE).map(({ item }) => item),
        pagination: isMore ? { next_cursor: Buffer.from(String(start + PAGE)).toString('base64url') } : {},
      }
    },

    payIn(accountId: string, amount: number, reference: string): ExternalPayment {
      const currency = merchantAccounts.find(({ id }) => id === accountId)?.currency ?? ''
      const payment = { id: randomUUID(), accountId, amount, currency, reference, settledAt: Date.now() }
      run(database, 'insert into bank_external_payment values ($id, $body)', {
        id: payment.id,
        body: JSON.stringify(payment),
      })
      return payment
    },
  }
}

function lineOfPayment({ id, request, settledAt = 0 }: Payment): Line {
  const item = {
    type: 'merchant_account_payment',
    id: `tx-${id}`,
    currency: request.currency,
    amount_in_minor: request.amount_in_minor,
    status: 'settled',
    settled_at: instant(settledAt),
    payment_source: { account_identifiers: [], account_holder_name: request.user.name ?? '' },
    payment_id: id,
    ...(request.metadata ? { metadata: request.metadata } : {}),
  }
  return { at: settledAt, item }
}

function lineOfRefund({
  id,
  paymentId,
  amount,
  currency,
  createdAt,
  executedAt = 0,
  failedAt,
  metadata,
}: Refund): Line {
  const item = {
    type: 'refund',
    id: `tx-${id}`,
    currency,
    amount_in_minor: amount,
    status: 'executed',
    created_at: instant(createdAt),
    executed_at: instant(executedAt),
    beneficiary: { type: 'payment_source' },
    context_code: 'withdrawal',
    refund_id: id,
    payment_id: paymentId,
    ...(metadata ? { metadata } : {}),
    ...(failedAt === undefined
      ? {}
      : { returned_by: { type: 'identified', returned_by_id: `return-${id}` } }),
  }
  return { at: executedAt, item }
}

function isReturned({ failedAt }: Refund): boolean {
  return failedAt !== undefined
}

function lineOfReturn({ id, amount, currency, failedAt = 0 }: Refund): Line {
  const remitter = { account_holder_name: 'The payer’s bank', account_identifiers: [], reference: 'RETURN' }
  const facts = { currency, amount_in_minor: amount, status: 'settled', settled_at: instant(failedAt) }
  const returned = { return_for: { type: 'identified', returned_id: id } }
  return {
    at: failedAt,
    item: { type: 'external_payment', id: `return-${id}`, ...facts, remitter, ...returned },
  }
}

function lineOfExternal({ id, amount, currency, reference, settledAt }: ExternalPayment): Line {
  const remitter = { account_holder_name: 'Somebody', account_identifiers: [], reference }
  const facts = { id, currency, amount_in_minor: amount, status: 'settled', settled_at: instant(settledAt) }
  return { at: settledAt, item: { type: 'external_payment', ...facts, remitter } }
}
