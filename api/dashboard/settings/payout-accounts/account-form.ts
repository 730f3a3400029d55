import type { PayoutAccount } from '../../../../domain/payment/payout-account.ts'
import type { Fields } from '../../../identity/form.ts'
import { type EnteredForm, type Parts, pressedForm } from '../../shown-fields.ts'
import { TYPE_NAMES } from './account-page.tsx'
import type { AccountType } from '../../../../integrations/bank/offered-accounts.ts'

const NAMES = ['type', 'holder', 'iban', 'sort_code', 'account_number', 'shown']

/** Makes the body that `/v1` takes. */
export function accountBody({
  type = '',
  holder = '',
  iban = '',
  sort_code = '',
  account_number = '',
}: Fields) {
  switch (type) {
    case 'iban':
      return { type, iban, holder }
    case 'sort_code':
      return { type, sort_code, account_number, holder }
    default:
      return { type }
  }
}

export function fieldsOf(account: PayoutAccount): Fields {
  switch (account.type) {
    case 'merchant_account':
      return { type: account.type }
    case 'iban':
      return account
    case 'sort_code': {
      const { type, sortCode, accountNumber, holder } = account
      return { type, sort_code: withHyphens(sortCode), account_number: accountNumber, holder }
    }
  }
}

/** Returns text such as `04-00-04`. */
export function withHyphens(sortCode: string): string {
  return sortCode.match(/\d{2}/g)?.join('-') ?? sortCode
}

/** Leaves out what is no part of an account. */
export function accountFields(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => NAMES.includes(name)))
}

/** An account changes as a whole. */
export function accountParts(types: readonly AccountType[]): Parts {
  const field = types.length === 1 ? 'holder' : 'type'
  return {
    partOf: () => 'account',
    staleWords(_, present) {
      if (!present['type']) return { [field]: 'was removed meanwhile' }
      return { [field]: `was changed meanwhile to: ${accountWords(present)}` }
    },
  }
}

/** The account is removed only if it is the one that the page showed. */
export function removalForm(fields: Fields): EnteredForm {
  return pressedForm(fields, (seen, present) => {
    const words = 'The account was changed after you opened the page, so it is not removed.'
    return `${words} You saw: ${accountWords(seen)}. Now it is: ${accountWords(present)}.`
  })
}

function accountWords({ type, holder, iban, sort_code, account_number }: Fields): string {
  const words = [TYPE_NAMES[type as AccountType], holder, iban, sort_code, account_number]
  return words.filter(Boolean).join(', ') || 'no account'
}
