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
