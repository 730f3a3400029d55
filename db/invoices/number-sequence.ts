import type { Mode } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'

/**
 * Allocates the next number, such as `INV-2026-0001`. The counter stays locked until the transaction ends,
 * and a rollback returns the number. Numbers that other invoices or imports have are skipped.
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
  const [row] = await tx.execute<{ last: number }[]>(
    `insert into number_sequence (merchant_id, mode, series, last) values (?, ?, ?, 0)
     on conflict (merchant_id, mode, series) do update set last = number_sequence.last returning last`,
    key,
  )
  const numbers: string[] = []
  let last = row?.last ?? 0
  // Each round checks twice as many numbers, because thousands may be taken.
  for (let size = count; numbers.length < count; size = Math.min(2 * size, MAX_CHECKED)) {
    const next = Array.from({ length: size }, (_, index) => last + 1 + index)
    const used = await usedNumbers(tx, { merchantId, mode }, next.map(format))
    for (const candidate of next) {
      if (numbers.length === count) break
      last = candidate
      if (!used.has(format(candidate))) numbers.push(format(candidate))
    }
  }
  await tx.execute('update number_sequence set last = ? where merchant_id = ? and mode = ? and series = ?', [
    last,
    ...key,
  ])
  return numbers

  function format(number: number): string {
    return `${series}-${String(number).padStart(4, '0')}`
  }
}

const MAX_CHECKED = 10_000

async function usedNumbers(
  tx: EntityManager,
  { merchantId, mode }: { merchantId: string; mode: Mode },
  numbers: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.execute<{ number: string }[]>(
    `with candidate as (select jsonb_array_elements_text(?::jsonb) as number)
     select i.number from invoice i join candidate using (number) where i.merchant_id = ? and i.mode = ?
     union
     select r.invoice_number from import i join import_file_row r on r.import_id = i.id and r.parse_version = i.parse_version
       join candidate on candidate.number = r.invoice_number
     where i.merchant_id = ? and i.mode = ? and i.status = 'issuing'
       and r.batch is not null and r.errors is null and r.invoice_number is not null`,
    [JSON.stringify(numbers), merchantId, mode, merchantId, mode],
  )
  return new Set(rows.map(({ number }) => number))
}
