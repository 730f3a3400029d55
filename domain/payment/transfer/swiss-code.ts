import type { MinorUnits } from '../../shared/money.ts'
import { isCreditorReference } from '../references/creditor-reference.ts'
import { isQrIban, isQrr, isSwissIban } from '../references/switzerland.ts'
import { twoDecimals } from './amount.ts'

export interface SwissTransfer {
  iban: string
  creditor: { name: string; line1: string; city: string; postalCode: string; country: string }
  amount: MinorUnits
  currency: string
  reference: string
}

/** The characters of version 2.3: Latin, as far as Latin Extended-A, and five more. */
const ALLOWED = /^[\u{20}-\u{7e}\u{a0}-\u{17f}ȘșȚț€]*$/u

/**
 * Returns the text of the code, or undefined if a part is wrong. Banks refuse a reference with
 * wrong check digits.
 *
 * @see https://www.six-group.com/dam/download/banking-services/standardization/qr-bill/ig-qr-bill-v2.3-en.pdf
 */
export function swissCode({
  iban,
  creditor,
  amount,
  currency,
  reference,
}: SwissTransfer): string | undefined {
  const { name, line1, city, postalCode, country } = creditor
  const sum = twoDecimals(amount)
  const type = referenceType(iban, reference)
  if (sum === undefined || type === undefined || !['CHF', 'EUR'].includes(currency)) return undefined
  const fits = name.length <= 70 && line1.length <= 70 && city.length <= 35 && postalCode.length <= 16
  const isComplete = [name, city, postalCode].every((text) => text !== '') && /^[A-Z]{2}$/.test(country)
  if (!fits || !isComplete || ![name, line1, city, postalCode].every((text) => ALLOWED.test(text))) {
    return undefined
  }
  const address = ['S', name, line1, '', postalCode, city, country]
  const nobody = Array.from({ length: 7 }, () => '')
  const [structured, message] = type === 'NON' ? ['', reference] : [reference, '']
  const payment = [...nobody, sum, currency, ...nobody, type, structured, message, 'EPD']
  return ['SPC', '0200', '1', iban, ...address, ...payment].join('\n')
}

/** A QR-IBAN takes only a QR reference. Another IBAN takes no QR reference. */
function referenceType(iban: string, reference: string): 'QRR' | 'SCOR' | 'NON' | undefined {
  if (!isSwissIban(iban)) return undefined
  if (isQrIban(iban)) return isQrr(reference) ? 'QRR' : undefined
  if (isCreditorReference(reference)) return 'SCOR'
  return reference.startsWith('RF') || reference.length > 140 || !ALLOWED.test(reference) ? undefined : 'NON'
}
