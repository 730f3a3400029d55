import { InvoiceRow, type Mode } from './entities/index.ts'
import type { EntityManager } from './orm.ts'

/**
 * The next number of a series, `INV-2026-0001`. Gapless: the counter's row stays locked until the caller's
 * transaction, which writes the invoice, commits; a rollback gives the number back. A number that a merchant
 * has used for an invoice of their own is stepped over.
 */
export async function nextInvoiceNumber(
  tx: EntityManager,
  merchantId: string,
  mode: Mode,
  prefix: string,
  year: number,
): Promise<string> {
  const series = `${prefix}-${year}`
  for (;;) {
    const [row] = await tx.execute<{ last: number }[]>(
      `insert into number_sequence (merchant_id, mode, series, last) values (?, ?, ?, 1)
       on conflict (merchant_id, mode, series) do update set last = number_sequence.last + 1
       returning last`,
      [merchantId, mode, series],
    )
    const number = `${series}-${String(row?.last).padStart(4, '0')}`
    if ((await tx.count(InvoiceRow, { merchantId, mode, number })) === 0) return number
  }
}
