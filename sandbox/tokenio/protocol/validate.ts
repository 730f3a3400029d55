import { object } from '../../bank/control/parse.ts'
import { findBank } from '../model/banks.ts'
import type { FieldError } from './errors.ts'
import type { TokenIoMember } from '../model/options.ts'

const DOMESTIC: Partial<Record<string, string>> = { DK: 'DKK', SE: 'SEK', NO: 'NOK', PL: 'PLN' }

export function paymentError(body: unknown, member: TokenIoMember): FieldError | undefined {
  const initiation = object(object(body)['initiation'])
  const text = (name: string) => textOf(initiation[name])
  const expected = [
    'refId',
    'amount',
    'localInstrument',
    'creditor',
    'callbackUrl',
    'flowType',
    'remittanceInformationPrimary',
    'bankId',
  ].find((name) => initiation[name] === undefined)
  if (expected) return { errorCode: 'Field.Expected', path: `initiation.${expected}` }

  const malformed = (path: string): FieldError => ({
    errorCode: 'Field.InvalidFormat',
    path: `initiation.${path}`,
  })
  const invalid = (path: string): FieldError => ({ errorCode: 'Field.Invalid', path: `initiation.${path}` })
  if (!/^[A-Za-z0-9-]{1,18}$/.test(text('refId'))) return malformed('refId')
  const longest = text('localInstrument') === 'FASTER_PAYMENTS' ? 18 : 35
  const remittance = text('remittanceInformationPrimary')
  if (remittance === '' || remittance.length > longest) return malformed('remittanceInformationPrimary')
  const { value, currency } = object(initiation['amount'])
  if (!isAmount(value)) return malformed('amount.value')
  if (!URL.canParse(text('callbackUrl'))) return malformed('callbackUrl')
  if (text('flowType') !== 'EMBEDDED_HOSTED_PAGES') return invalid('flowType')
  const bank = findBank(text('bankId'))
  if (!bank) return invalid('bankId')
  const instrument = text('localInstrument')
  if (!bank.instruments.includes(instrument)) return invalid('localInstrument')
  if (currency !== currencyOf(instrument, bank.country)) return invalid('amount.currency')
  return isCreditor(object(initiation['creditor']), instrument, member) ? undefined : invalid('creditor')
}

export function refundError(body: unknown): FieldError | undefined {
  const initiation = object(object(body)['initiation'])
  const expected = ['refId', 'description', 'amount', 'localInstrument', 'originalPaymentId'].find(
    (name) => initiation[name] === undefined,
  )
  if (expected) return { errorCode: 'Field.Expected', path: `initiation.${expected}` }
  const instrument = textOf(initiation['localInstrument'])
  if (!['SEPA', 'SEPA_INSTANT', 'FASTER_PAYMENTS'].includes(instrument)) {
    return { errorCode: 'Field.Invalid', path: 'initiation.localInstrument' }
  }
  return isAmount(object(initiation['amount'])['value'])
    ? undefined
    : { errorCode: 'Field.InvalidFormat', path: 'initiation.amount.value' }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isAmount(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,12}(\.\d{1,4})?$/.test(value) && Number(value) > 0
}

function currencyOf(instrument: string, country: string): string | undefined {
  if (instrument === 'FASTER_PAYMENTS') return 'GBP'
  if (instrument === 'ELIXIR') return 'PLN'
  return instrument.startsWith('SEPA') ? 'EUR' : DOMESTIC[country]
}

function isCreditor(
  { virtualAccountId, name, iban, sortCode, accountNumber }: Record<string, unknown>,
  instrument: string,
  { settlementAccounts = [] }: TokenIoMember,
): boolean {
  if (virtualAccountId !== undefined) return settlementAccounts.includes(textOf(virtualAccountId))
  if (typeof name !== 'string' || name === '') return false
  if (instrument !== 'FASTER_PAYMENTS') return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(textOf(iban))
  return /^\d{6}$/.test(textOf(sortCode)) && /^\d{8}$/.test(textOf(accountNumber))
}
