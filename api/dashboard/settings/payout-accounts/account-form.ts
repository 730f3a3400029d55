import type { PayoutAccount } from '../../../../domain/payment/payout-account.ts'
import type { Fields } from '../../../identity/form.ts'

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

/** Such as `04-00-04`. */
export function withHyphens(sortCode: string): string {
  return sortCode.match(/\d{2}/g)?.join('-') ?? sortCode
}
