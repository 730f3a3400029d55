import { createHash } from 'node:crypto'

/**
 * Where a merchant's money in one currency goes: into a merchant account at the payment provider, where it settles and
 * can be refunded from, or straight to an account of their own at any bank.
 */
export type PayoutAccount =
  | { type: 'merchant_account' }
  | { type: 'iban'; iban: string; holder: string }
  | { type: 'sort_code'; sortCode: string; accountNumber: string; holder: string }

/** Does money go straight to the merchant, and not come to rest at the provider? */
export function isOwnAccount({ type }: PayoutAccount): boolean {
  return type !== 'merchant_account'
}

/**
 * By which an account is told from another without being named: 32 bits of its SHA-256, too few to find its number by.
 * The same account always has the same one.
 */
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
