import type { Mode } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

/**
 * Allocates the next number, such as `INV-2026-0001`. The counter stays locked until the transaction ends,
 * and a rollback returns the number. Numbers of invoices, and of imports that are being issued, are skipped.
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

export async function nextInvoiceNumbers(
  tx: EntityManager,
  { merchantId, mode, prefix, year }: { merchantId: string; mode: Mode; prefix: string; year: number },
  count: number,
): Promise<string[]> {
  if (count === 0) return []
  const series = `${prefix}-${year}`
  const key = [merchantId, mode, series]
  const numbers: string[] = []
  const [row] = await executePrepared<{ last: number; used: string[] }>(
    tx,
    `with advanced as (
       insert into number_sequence (merchant_id, mode, series, last) values (?, ?, ?, ?)
       on conflict (merchant_id, mode, series) do update set last = number_sequence.last + excluded.last
       returning merchant_id, mode, series, last),
     candidate as (
       select series || '-' || lpad(n::text, greatest(4, length(n::text)), '0') as number, merchant_id, mode
       from advanced, generate_series(last - ?::integer + 1, last) as n)
     select last, array(${USED_NUMBERS}) as used from advanced`,
    [...key, count, count],
  )
  const { last: advanced = 0, used: taken = [] } = row ?? {}
  let last = advanced
  keepUnused(range(last - count, count), new Set(taken))
  if (numbers.length === count) return numbers
  // Each round checks twice as many numbers, because thousands may be taken.
  for (let size = count; numbers.length < count; size = Math.min(2 * size, MAX_CHECKED)) {
    const next = range(last, size)
    keepUnused(next, await usedNumbers(tx, { merchantId, mode }, next.map(format)))
  }
  await tx.execute('update number_sequence set last = ? where merchant_id = ? and mode = ? and series = ?', [
    last,
    ...key,
  ])
  return numbers

  function keepUnused(candidates: readonly number[], used: ReadonlySet<string>): void {
    for (const candidate of candidates) {
      if (numbers.length === count) return
      last = candidate
      if (!used.has(format(candidate))) numbers.push(format(candidate))
    }
  }

  function format(number: number): string {
    return `${series}-${String(number).padStart(4, '0')}`
  }
}

const MAX_CHECKED = 10_000

function range(after: number, size: number): number[] {
  return Array.from({ length: size }, (_, index) => after + 1 + index)
}

/** Selects the candidates of an invoice, or of an import that is being issued. */
const USED_NUMBERS = `select i.number from invoice i join candidate c
      on c.number = i.number and i.merchant_id = c.merchant_id and i.mode = c.mode
    union
    select r.invoice_number from import i join candidate c on i.merchant_id = c.merchant_id and i.mode = c.mode
      join import_file_row r
        on r.import_id = i.id and r.parse_version = i.parse_version and r.invoice_number = c.number
    where i.status = 'issuing' and r.batch is not null and r.errors is null`

async function usedNumbers(
  tx: EntityManager,
  { merchantId, mode }: { merchantId: string; mode: Mode },
  numbers: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.execute<{ number: string }[]>(
    `with candidate as (
       select jsonb_array_elements_text(?::jsonb) as number, ?::text as merchant_id, ?::text as mode)
     ${USED_NUMBERS}`,
    [JSON.stringify(numbers), merchantId, mode],
  )
  return new Set(rows.map(({ number }) => number))
}
