import { PAYABLE_STATUSES } from '../../domain/invoice/index.ts'
import type { CustomerRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

/** Sums are in minor units. */
export interface CustomerBalance {
  currency: string
  open: number
  due: bigint
  overdue: bigint
  paid: bigint
  refunded: bigint
}

type Found = Pick<CustomerBalance, 'currency' | 'open'> &
  Record<'due' | 'overdue' | 'paid' | 'refunded', string>

/** Adds up the issued invoices of a customer, by currency. */
export async function readBalances(
  em: EntityManager,
  { id, merchantId, mode }: Pick<CustomerRow, 'id' | 'merchantId' | 'mode'>,
): Promise<CustomerBalance[]> {
  const rows = await executePrepared<Found>(
    em,
    `select currency, count(*) filter (where status = any(?::text[])) as open,
       coalesce(sum(amount_due) filter (where status = any(?::text[])), 0) as due,
       coalesce(sum(amount_due) filter (where status = 'overdue'), 0) as overdue,
       sum(amount_paid) as paid, sum(amount_refunded) as refunded
     from invoice where customer_id = ? and merchant_id = ? and mode = ? and status <> 'draft'
     group by currency order by currency`,
    [PAYABLE_STATUSES, PAYABLE_STATUSES, id, merchantId, mode],
  )
  return rows.map(({ currency, open, due, overdue, paid, refunded }) => ({
    currency,
    open,
    due: BigInt(due),
    overdue: BigInt(overdue),
    paid: BigInt(paid),
    refunded: BigInt(refunded),
  }))
}
