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
  const [number = ''] = await nextInvoiceNumbers(tx, { merchantId, mode, prefix, year }, 1)
  return number
}

/**
 * The next so many numbers of a series, at once; see {@link nextInvoiceNumber}.
 *
 * @param promised which of these are kept for invoices that are still to be written: they are stepped over too
 */
export async function nextInvoiceNumbers(
  tx: EntityManager,
  { merchantId, mode, prefix, year }: { merchantId: string; mode: Mode; prefix: string; year: number },
  count: number,
  promised?: (numbers: readonly string[]) => Promise<readonly string[]>,
): Promise<string[]> {
  const series = `${prefix}-${year}`
  const numbers: string[] = []
  while (numbers.length < count) {
    const missing = count - numbers.length
    const [row] = await tx.execute<{ last: number }[]>(
      `insert into number_sequence (merchant_id, mode, series, last) values (?, ?, ?, ?)
       on conflict (merchant_id, mode, series) do update set last = number_sequence.last + excluded.last
       returning last`,
      [merchantId, mode, series, missing],
    )
    const first = (row?.last ?? 0) - missing + 1
    const next = Array.from(
      { length: missing },
      (_, index) => `${series}-${String(first + index).padStart(4, '0')}`,
    )
    const taken = await tx.find(
      InvoiceRow,
      { merchantId, mode, number: { $in: next } },
      { fields: ['number'] },
    )
    const others = new Set([...taken.map(({ number }) => number), ...((await promised?.(next)) ?? [])])
    numbers.push(...next.filter((number) => !others.has(number)))
  }
  return numbers
}
