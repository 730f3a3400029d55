import type { MinorUnits } from '../../shared/money.ts'
import { isCreditorReference } from '../references/creditor-reference.ts'
import { isQrIban, isQrr, isSwissIban } from '../references/switzerland.ts'
import { twoDecimals } from './amount.ts'

export interface SwissTransfer {
  iban: string
  creditor: SwissParty
  /** Left out of the bill if the code cannot carry it. The payer then writes it by hand. */
  debtor?: SwissParty | undefined
  amount: MinorUnits
  currency: string
  reference: string
}

export interface SwissParty {
  name: string
  line1: string
  city: string
  postalCode: string
  country: string
}

export interface SwissBill extends SwissTransfer {
  code: string
  /** Two decimals, without separators of thousands. */
  sum: string
  referenceType: 'QRR' | 'SCOR' | 'NON'
}

/** Version 2.3 allows Latin, as far as Latin Extended-A, and five more characters. */
const ALLOWED = /^[\u{20}-\u{7e}\u{a0}-\u{17f}ȘșȚț€]*$/u
const MAX_BYTES = 997

/**
 * Returns undefined if a part is wrong. Banks refuse a reference with wrong check digits.
 *
 * @see https://www.six-group.com/dam/download/banking-services/standardization/qr-bill/ig-qr-bill-v2.3-en.pdf
 */
export function swissBill({
  creditor: stated,
  debtor: payer,
  ...order
}: SwissTransfer): SwissBill | undefined {
  const { iban, amount, currency, reference } = order
  const sum = twoDecimals(amount)
  const referenceType = referenceTypeOf(iban, reference)
  const creditor = partyOf(stated)
  if (sum === undefined || referenceType === undefined || !['CHF', 'EUR'].includes(currency)) return undefined
  if (creditor === undefined) return undefined
  const codeFor = (debtor?: SwissParty) => {
    const [structured, message] = referenceType === 'NON' ? ['', reference] : [reference, '']
    const payment = [...NOBODY, sum, currency, ...addressOf(debtor)]
    const remittance = [referenceType, structured, message, 'EPD']
    return ['SPC', '0200', '1', iban, ...addressOf(creditor), ...payment, ...remittance].join('\n')
  }
  const debtor = payer && partyOf(payer)
  const whole = codeFor(debtor)
  const isShort = new TextEncoder().encode(whole).length <= MAX_BYTES
  return {
    ...order,
    sum,
    referenceType,
    creditor,
    code: isShort ? whole : codeFor(),
    ...(debtor && isShort ? { debtor } : {}),
  }
}

const NOBODY = Array.from({ length: 7 }, () => '')

function addressOf(party: SwissParty | undefined): string[] {
  if (!party) return NOBODY
  const { name, line1, city, postalCode, country } = party
  return ['S', name, line1, '', postalCode, city, country]
}

/** A postal code stands without the code of its country. */
function partyOf({ postalCode: code, ...party }: SwissParty): SwissParty | undefined {
  const { name, line1, city, country } = party
  const postalCode = code.replace(/^[A-Z]{1,2}-/, '')
  const fits = name.length <= 70 && line1.length <= 70 && city.length <= 35 && postalCode.length <= 16
  const isComplete = [name, city, postalCode].every((text) => text !== '') && /^[A-Z]{2}$/.test(country)
  const isAllowed = [name, line1, city, postalCode].every((text) => ALLOWED.test(text))
  return fits && isComplete && isAllowed ? { ...party, postalCode } : undefined
}

/** A QR-IBAN takes only a QR reference. Another IBAN takes no QR reference. */
function referenceTypeOf(iban: string, reference: string): SwissBill['referenceType'] | undefined {
  if (!isSwissIban(iban)) return undefined
  if (isQrIban(iban)) return isQrr(reference) ? 'QRR' : undefined
  if (isCreditorReference(reference)) return 'SCOR'
  return reference.startsWith('RF') || reference.length > 140 || !ALLOWED.test(reference) ? undefined : 'NON'
}
