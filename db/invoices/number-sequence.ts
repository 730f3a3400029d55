import type { Mode } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'

/**
 * The next number of a series, `INV-2026-0001`. Gapless: the counter's row stays locked until the caller's
 * transaction, which writes the invoice, commits; a rollback gives the number back. A number that a merchant
 * has used for an invoice of their own, or has in an import that is being issued, is stepped over.
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

/** The next so many numbers of a series, at once; see {@link nextInvoiceNumber}. */
export async function nextInvoiceNumbers(
  tx: EntityManager,
  { merchantId, mode, prefix, year }: { merchantId: string; mode: Mode; prefix: string; year: number },
  count: number,
): Promise<string[]> {
  if (count === 0) return []
  const series = `${prefix}-${year}`
  const key = [merchantId, mode, series]
  const [row] = await tx.execute<{ last: number }[]>(
    `insert into number_sequence (merchant_id, mode, series, last) values (?, ?, ?, 0)
     on conflict (merchant_id, mode, series) do update set last = number_sequence.last returning last`,
    key,
  )
  const numbers: string[] = []
  let last = row?.last ?? 0
  // Thousands may have been used already, by another program before us: so ever more are looked at together.
  for (let size = count; numbers.length < count; size = Math.min(2 * size, MOST_AT_ONCE)) {
    const next = Array.from({ length: size }, (_, index) => last + 1 + index)
    const used = await usedNumbers(tx, { merchantId, mode }, next.map(named))
    for (const one of next) {
      if (numbers.length === count) break
      last = one
      if (!used.has(named(one))) numbers.push(named(one))
    }
  }
  await tx.execute('update number_sequence set last = ? where merchant_id = ? and mode = ? and series = ?', [
    last,
    ...key,
  ])
  return numbers

  function named(number: number): string {
    return `${series}-${String(number).padStart(4, '0')}`
  }
}

const MOST_AT_ONCE = 10_000

/** Which of these another invoice has, or is to have: a row of an import that is being issued. */
async function usedNumbers(
  tx: EntityManager,
  { merchantId, mode }: { merchantId: string; mode: Mode },
  numbers: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.execute<{ number: string }[]>(
    `with asked as (select jsonb_array_elements_text(?::jsonb) as number)
     select i.number from invoice i join asked using (number) where i.merchant_id = ? and i.mode = ?
     union
     select r.number from import i join import_row r on r.import_id = i.id and r.parse_version = i.parse_version
       join asked on asked.number = r.number
     where i.merchant_id = ? and i.mode = ? and i.status = 'issuing'
       and r.batch is not null and r.errors is null and r.number is not null`,
    [JSON.stringify(numbers), merchantId, mode, merchantId, mode],
  )
  return new Set(rows.map(({ number }) => number))
}
