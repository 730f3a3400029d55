import type { EntityManager } from '../../orm.ts'
import { executePrepared } from '../../prepared.ts'
import type { Mode } from '../../../domain/shared/mode.ts'

/** Locks the counter until the transaction ends, so that a rollback leaves no gap. */
export async function nextNumber(
  tx: EntityManager,
  merchantId: string,
  mode: Mode,
  prefix: string,
  year: number,
): Promise<string> {
  const [number = ''] = await nextNumbers(tx, { merchantId, mode, prefix, year }, 1)
  return number
}

export async function nextNumbers(
  tx: EntityManager,
  { merchantId, mode, prefix, year }: { merchantId: string; mode: Mode; prefix: string; year: number },
  count: number,
): Promise<string[]> {
  if (count === 0) return []
  const key = [merchantId, mode, seriesOf(prefix, year)]
  const numbers: string[] = []
  for (let size = count; ; size = Math.min(2 * size, MAX_CHECKED)) {
    const { last, free } = await advance(tx, key, size)
    const taken = free.slice(0, count - numbers.length)
    numbers.push(...taken.map(({ number }) => number))
    if (numbers.length < count) continue
    const latest = taken.at(-1)?.n ?? last
    if (latest < last) await setLast(tx, key, latest)
    return numbers
  }
}

export function seriesOf(prefix: string, year: number): string {
  return `${prefix}-${year}`
}

const MAX_CHECKED = 10_000

export const drawNumbers = (counters: string) => `advanced as (
       insert into number_sequence (merchant_id, mode, series, last) ${counters}
       on conflict (merchant_id, mode, series) do update set last = number_sequence.last + excluded.last
       returning merchant_id, mode, series, last),
     candidate as (
       select n, series || '-' || lpad(n::text, greatest(4, length(n::text)), '0') as number, merchant_id, mode
       from advanced, generate_series(last - ?::integer + 1, last) as n),
     used as (
       select i.number from invoice i join candidate c
         on c.number = i.number and i.merchant_id = c.merchant_id and i.mode = c.mode
       union
       select r.invoice_number from import i
         join candidate c on i.merchant_id = c.merchant_id and i.mode = c.mode
         join import_file_row r
           on r.import_id = i.id and r.parse_version = i.parse_version and r.invoice_number = c.number
       where i.status = 'issuing' and r.batch is not null and r.errors is null)`

async function advance(
  tx: EntityManager,
  key: readonly string[],
  size: number,
): Promise<{ last: number; free: { n: number; number: string }[] }> {
  const [row] = await executePrepared<{ last: number; free: { n: number; number: string }[] | null }>(
    tx,
    `with ${drawNumbers('values (?, ?, ?, ?)')}
     select last, (
       select jsonb_agg(jsonb_build_object('n', n, 'number', number) order by n) from candidate
       where number not in (select number from used)) as free
     from advanced`,
    [...key, size, size],
  )
  return { last: row?.last ?? 0, free: row?.free ?? [] }
}

async function setLast(tx: EntityManager, key: readonly string[], last: number): Promise<void> {
  await tx.execute('update number_sequence set last = ? where merchant_id = ? and mode = ? and series = ?', [
    last,
    ...key,
  ])
}
