import { drawnReference, isReference } from '../../../domain/payment/references/payment-reference.ts'
import { referenceTypeFor } from '../../../domain/payment/references/choice.ts'
import type { MerchantRow } from '../../entities/index.ts'
import type { EntityManager } from '../../orm.ts'
import { executePrepared } from '../../prepared.ts'
import type { Mode } from '../../../domain/shared/mode.ts'

/** No series of numbers has this name, because each ends with its year. */
const SERIES = 'payment reference'

interface Numbered {
  /** Absent where the next number of the series is drawn later. */
  number?: string | null | undefined
  currency: string
}

/**
 * Draws references for invoices whose number cannot be one. The counter can have gaps.
 *
 * @param series the series of numbers that are drawn later, such as `INV-2026`
 * @returns null where the number is the reference
 */
export async function drawReferences(
  em: EntityManager,
  { id: merchantId, bankDetails }: Pick<MerchantRow, 'id' | 'bankDetails'>,
  mode: Mode,
  series: string,
  invoices: readonly Numbered[],
): Promise<(string | null)[]> {
  const types = invoices.map(({ number, currency }) => {
    const type = referenceTypeFor(bankDetails, currency)
    return type === 'number' && isReference(number ?? `${series}-${LONGEST}`) ? undefined : type
  })
  const { length: count } = types.filter((type) => type !== undefined)
  if (count === 0) return invoices.map(() => null)
  let next = (await advance(em, merchantId, mode, count)) - count
  return types.map((type) => (type === undefined ? null : drawnReference(type, (next += 1))))
}

const LONGEST = '9'.repeat(7)

async function advance(em: EntityManager, merchantId: string, mode: Mode, count: number): Promise<number> {
  const [row] = await executePrepared<{ last: number }>(
    em,
    `insert into number_sequence (merchant_id, mode, series, last) values (?, ?, ?, ?)
     on conflict (merchant_id, mode, series) do update set last = number_sequence.last + excluded.last
     returning last`,
    [merchantId, mode, SERIES, count],
  )
  return row?.last ?? count
}
