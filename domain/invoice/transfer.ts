import { isSEPACountry } from 'ibantools'
import { grouped } from '../payment/references/check-digits.ts'
import { referenceTypeFor, shownAccount } from '../payment/references/choice.ts'
import { creditorReference } from '../payment/references/creditor-reference.ts'
import { referenceText } from '../payment/references/payment-reference.ts'
import { isSwissIban } from '../payment/references/switzerland.ts'
import { epcCode } from '../payment/transfer/epc-code.ts'
import {
  type SwissBill,
  type SwissParty,
  type SwissTransfer,
  swissBill,
} from '../payment/transfer/swiss-bill.ts'
import type { Locale } from '../texts/locale.ts'
import type { Address, InvoiceDocument } from './document.ts'

/** Returns undefined where nothing is due, or the merchant shows no account in the currency. */
export function transferFacts(document: InvoiceDocument, locale: Locale): [string, string][] | undefined {
  const bank = shownAccount(document.merchant.bankDetails, document.currency)
  if (!bank || document.amountRequested === 0) return undefined
  const { t } = locale
  const { iban, bic, sort_code: sortCode, account_number: accountNumber } = bank
  const reference = statedReference(document) ?? document.paymentReference
  const facts: [string, string | undefined][] = [
    [t('transfer.account_name'), bank.account_name],
    ['IBAN', iban && grouped(iban, 4)],
    ['BIC', bic],
    [t('transfer.sort_code'), sortCode?.replace(/(\d\d)(?=\d)/g, '$1-')],
    [t('transfer.account_number'), accountNumber],
    [t('transfer.reference'), reference],
  ]
  return facts.flatMap(([label, text]): [string, string][] => (text ? [[label, text]] : []))
}

/** Returns undefined where the number, which is stated anyway, is the reference. */
export function statedReference({
  number,
  paymentReference,
  currency,
  merchant: { bankDetails },
}: InvoiceDocument): string | undefined {
  if (paymentReference === undefined || paymentReference === number) return undefined
  const type = referenceTypeFor(bankDetails, currency)
  return referenceText(paymentReference, type, bankDetails?.creditor_number)
}

export interface TransferCode {
  text: string
  /** Only accounts in Switzerland and Liechtenstein have a bill. */
  bill?: SwissBill
}

/** Returns the code for the requested amount. A draft has none. */
export function transferCode(document: InvoiceDocument): TransferCode | undefined {
  const { merchant, currency, amountRequested: amount, paymentReference } = document
  const bank = shownAccount(merchant.bankDetails, currency)
  if (!bank?.iban || paymentReference === undefined) return undefined
  const { iban } = bank
  if (isSwissIban(iban)) {
    const bill = billOf(document, bank.account_name, { iban, amount, currency, reference: paymentReference })
    return bill && { text: bill.code, bill }
  }
  if (currency !== 'EUR' || !isSEPACountry(iban.slice(0, 2))) return undefined
  const order = { accountName: bank.account_name, iban, bic: bank.bic, amount }
  const text = epcCode({ ...order, reference: epcReference(document, paymentReference) })
  return text === undefined ? undefined : { text }
}

/** The creditor is named as the bank knows the account. */
function billOf(
  { merchant, customer }: InvoiceDocument,
  accountName: string,
  order: Omit<SwissTransfer, 'creditor' | 'debtor'>,
): SwissBill | undefined {
  const creditor = partyOf(accountName, merchant.address)
  return (
    creditor && swissBill({ ...order, creditor, debtor: partyOf(customer.name, customer.billingAddress) })
  )
}

function partyOf(name: string, address: Address | undefined): SwissParty | undefined {
  if (!address || 'text' in address) return undefined
  const { line1, city, postal_code: postalCode = '', country } = address
  return { name, line1, city, postalCode, country }
}

/** A Finnish reference is carried as ISO 11649; other texts are those that people read. */
function epcReference(document: InvoiceDocument, reference: string): string {
  const type = referenceTypeFor(document.merchant.bankDetails, document.currency)
  if (type === 'viite') return creditorReference(reference)
  return type === 'ogm' ? referenceText(reference, type) : reference
}
