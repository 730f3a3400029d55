import type { BankDetails } from '../../party/party.ts'
import type { Currency } from '../../shared/money.ts'
import { nationalCurrencyOf } from '../../tax/national-currency.ts'
import { isQrIban, isSwissIban } from './switzerland.ts'
import type { ReferenceType } from './types.ts'

interface Account {
  iban?: string | undefined
  creditor_number?: string | undefined
  reference?: ReferenceType | undefined
}

/** The default is the structured reference that every bank of the country takes. */
export function referenceTypeOf({ iban = '', reference }: Account): ReferenceType {
  if (reference !== undefined) return reference
  if (iban.startsWith('BE')) return 'ogm'
  if (iban.startsWith('FI')) return 'viite'
  if (!isSwissIban(iban)) return 'number'
  return isQrIban(iban) ? 'qrr' : 'scor'
}

const COUNTRY_OF: Partial<Record<ReferenceType, string>> = {
  ogm: 'BE',
  viite: 'FI',
  kid: 'NO',
  ocr: 'SE',
  fik: 'DK',
}

/** Returns the reason against the reference as the end of a sentence. */
export function referenceProblem(account: Account): string | undefined {
  const { iban = '', creditor_number: creditor } = account
  const type = referenceTypeOf(account)
  const country = COUNTRY_OF[type]
  if (country !== undefined && !iban.startsWith(country)) return `is for an account in ${country} only`
  if (type === 'fik' && creditor === undefined) return 'needs the creditor_number that the bank gave'
  if (type === 'rf' && (iban === '' || isSwissIban(iban)))
    return 'is for an account with an IBAN outside Switzerland'
  if (isQrIban(iban) !== (type === 'qrr')) {
    return isQrIban(iban) ? 'must be qrr, because the IBAN is a QR-IBAN' : 'needs a QR-IBAN'
  }
  return type === 'scor' && !isSwissIban(iban)
    ? 'is for an account in Switzerland or Liechtenstein only'
    : undefined
}

const CURRENCIES: Record<Exclude<ReferenceType, 'number'>, readonly string[]> = {
  ogm: ['EUR'],
  viite: ['EUR'],
  rf: ['EUR'],
  kid: ['NOK'],
  ocr: ['SEK'],
  fik: ['DKK'],
  qrr: ['CHF', 'EUR'],
  scor: ['CHF', 'EUR'],
}

/** Returns the currencies of the invoices that show the account. */
export function accountCurrencies({
  iban,
  currencies,
}: Pick<BankDetails, 'iban' | 'currencies'>): readonly Currency[] {
  if (currencies !== undefined) return currencies
  if (iban === undefined) return ['GBP' as Currency]
  // A Swiss bill is in francs or euros.
  if (isSwissIban(iban)) return ['CHF', 'EUR'] as Currency[]
  return [nationalCurrencyOf(iban.slice(0, 2)) ?? ('EUR' as Currency)]
}

/** Returns the account for transfers that an invoice in the currency shows. */
export function shownAccount(
  bank: BankDetails | null | undefined,
  currency: string,
): BankDetails | undefined {
  const isShown = bank?.show_on_documents && accountCurrencies(bank).some((one) => one === currency)
  return isShown ? bank : undefined
}

/** A structured reference needs a shown account and a currency of its country. */
export function referenceTypeFor(bank: BankDetails | null | undefined, currency: string): ReferenceType {
  const { reference = 'number' } = shownAccount(bank, currency) ?? {}
  return reference !== 'number' && CURRENCIES[reference].includes(currency) ? reference : 'number'
}
