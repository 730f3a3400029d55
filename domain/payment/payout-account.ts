import { createHash } from 'node:crypto'

/**
 * The account for a merchant's money in one currency. A `merchant_account` is held at the payment provider, which can
 * refund from it. The other types are the merchant's own accounts at any bank.
 */
export type PayoutAccount =
  | { type: 'merchant_account' }
  | { type: 'iban'; iban: string; holder: string }
  | { type: 'sort_code'; sortCode: string; accountNumber: string; holder: string }

/** True if the money goes straight to the merchant's own account. */
export function isOwnAccount({ type }: PayoutAccount): boolean {
  return type !== 'merchant_account'
}

/**
 * Distinguishes accounts without revealing them. Holds 32 bits of the SHA-256, too few to find the account number.
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
