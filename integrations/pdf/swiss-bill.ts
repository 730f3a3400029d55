import { grouped } from '../../domain/payment/references/check-digits.ts'
import { referenceText } from '../../domain/payment/references/payment-reference.ts'
import type { SwissBill, SwissParty } from '../../domain/payment/transfer/swiss-bill.ts'
import { SWISS_HEADINGS, type SwissLanguage } from '../../domain/payment/transfer/swiss-headings.ts'
import type { Locale } from '../../domain/texts/locale.ts'
import type { SwissAddress, SwissBillContent } from './page-content.ts'

/** A bill exists in four languages. Another language gets the English one. */
export function swissBillContent(
  { iban, creditor, debtor, sum, currency, reference, referenceType }: SwissBill,
  { svg, alt }: SwissBillContent['code'],
  { language }: Pick<Locale, 'language'>,
): SwissBillContent {
  const lang = isSwissLanguage(language) ? language : 'en'
  const isMessage = referenceType === 'NON'
  return {
    lang,
    headings: SWISS_HEADINGS[lang],
    account: grouped(iban, 4),
    creditor: addressOf(creditor),
    reference: isMessage ? null : referenceText(reference, referenceType === 'QRR' ? 'qrr' : 'scor'),
    information: isMessage ? reference : null,
    debtor: debtor ? addressOf(debtor) : null,
    currency,
    amount: sum.replace(/\B(?=(\d{3})+\.)/g, ' '),
    code: { svg, alt },
  }
}

function isSwissLanguage(language: string): language is SwissLanguage {
  return language in SWISS_HEADINGS
}

/** Addresses abroad begin with the code of their country. */
function addressOf({ name, line1, postalCode, city, country }: SwissParty): SwissAddress {
  const abroad = country === 'CH' || country === 'LI' ? '' : `${country}-`
  return { name, street: line1, town: `${abroad}${postalCode} ${city}` }
}
