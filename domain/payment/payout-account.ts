import { createHash } from 'node:crypto'

export type PayoutAccount =
  | { type: 'merchant_account' }
  | { type: 'iban'; iban: string; holder: string }
  | { type: 'sort_code'; sortCode: string; accountNumber: string; holder: string }

export function isOwnAccount({ type }: PayoutAccount): boolean {
  return type !== 'merchant_account'
}

/** Returns 8 hex digits, so different accounts can have the same fingerprint. */
export function fingerprint(account: PayoutAccount): string {
  return createHash('sha256')
    .update(JSON.stringify(fieldsOf(account)))
    .digest('hex')
    .slice(0, 8)
}

function fieldsOf(account: PayoutAccount): string[] {
  switch (account.type) {
    case 'merchant_account':
      return [account.type]
    case 'iban':
      return [account.type, account.iban, account.holder]
    case 'sort_code':
      return [account.type, account.sortCode, account.accountNumber, account.holder]
  }
}
