import type { MinorUnits } from '../../shared/money.ts'
import { isCreditorReference } from '../references/creditor-reference.ts'
import { twoDecimals } from './amount.ts'

export interface EpcTransfer {
  accountName: string
  iban: string
  /** Version 002 of the code needs none, so none is made up. */
  bic?: string | undefined
  /** Cents of EUR. */
  amount: MinorUnits
  reference: string
}

const MAX_NAME = 70
const MAX_TEXT = 140
const MAX_BYTES = 331

/**
 * Returns the text of the code, or undefined if the code cannot hold the transfer.
 *
 * @see https://www.europeanpaymentscouncil.eu/document-library/guidance-documents/quick-response-code-guidelines-enable-data-capture-initiation
 */
export function epcCode({ accountName, iban, bic = '', amount, reference }: EpcTransfer): string | undefined {
  const sum = twoDecimals(amount)
  const isStructured = isCreditorReference(reference)
  if (sum === undefined || reference.length > MAX_TEXT) return undefined
  const [purpose, structured, text] = ['', isStructured ? reference : '', isStructured ? '' : reference]
  const name = accountName.slice(0, MAX_NAME)
  const lines = ['BCD', '002', '1', 'SCT', bic, name, iban, `EUR${sum}`, purpose, structured, text]
  const code = lines.join('\n').trimEnd()
  return new TextEncoder().encode(code).length <= MAX_BYTES ? code : undefined
}
