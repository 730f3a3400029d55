import type { Add } from './errors.ts'
import type { BankClient } from '../model/options.ts'
import { object } from '../control/parse.ts'

const REFERENCE = /^[A-Za-z0-9 .,:/'+?-]{1,18}$/

export function beneficiaryErrors(
  to: Record<string, unknown>,
  currency: unknown,
  merchantAccounts: BankClient['merchantAccounts'],
  addAt: Add,
): void {
  const add: Add = (field, problem) => addAt(`payment_method.beneficiary.${field}`, problem)
  checkReference('reference', to['reference'], to['type'] === 'external_account', currency, add)
  checkReference('statement_reference', to['statement_reference'], false, currency, add)
  const holder = to['account_holder_name']
  if (holder !== undefined && !isHolderName(holder)) {
    add('account_holder_name', 'Must be a text without brackets, carets or control characters.')
  }
  switch (to['type']) {
    case 'merchant_account': {
      const account = merchantAccounts.find(({ id }) => id === to['merchant_account_id'])
      if (!account) add('merchant_account_id', 'Is not one of your merchant accounts.')
      else if (account.currency !== currency) add('merchant_account_id', 'Is in another currency.')
      return
    }
    case 'external_account':
      if (holder === undefined) add('account_holder_name', 'Is required.')
      return checkAccount(object(to['account_identifier']), currency, add)
    default:
      return add('type', "Must be 'merchant_account' or 'external_account'.")
  }
}

function isHolderName(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && !/[()^\p{Cc}]/u.test(value)
}

export function checkReference(
  field: string,
  value: unknown,
  required: boolean,
  currency: unknown,
  add: Add,
): void {
  if (value === undefined && !required) return
  if (typeof value !== 'string' || !REFERENCE.test(value) || value.trim() === '') {
    return add(field, "Must be 1 to 18 letters, digits, spaces or . , : / ' + ? -")
  }
  if (currency === 'EUR' && /^\/|\/\/|\/$/.test(value)) add(field, 'Has a slash where SEPA allows none.')
}

function checkAccount(account: Record<string, unknown>, currency: unknown, add: Add): void {
  const { type, sort_code: sortCode, account_number: number, iban } = account
  if (type === 'sort_code_account_number' && currency === 'GBP') {
    if (!/^\d{6}$/.test(String(sortCode))) add('account_identifier.sort_code', 'Must be 6 digits.')
    if (!/^\d{8}$/.test(String(number))) add('account_identifier.account_number', 'Must be 8 digits.')
    return
  }
  if (type !== 'iban') return add('account_identifier.type', `Cannot be used for ${String(currency)}.`)
  if (typeof iban !== 'string' || !isIban(iban)) add('account_identifier.iban', 'Is not a valid IBAN.')
}

function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false
  const rearranged = text.slice(4) + text.slice(0, 4)
  const digits = rearranged.replaceAll(/[A-Z]/g, (letter) => String(Number.parseInt(letter, 36)))
  return BigInt(digits) % 97n === 1n
}
