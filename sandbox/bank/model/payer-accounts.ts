import type { PayerAccountId, Payment } from './payment.ts'

export interface PayerAccount {
  id: PayerAccountId
  name: string
  outcome: string
  digits: string
}

export const PAYER_ACCOUNTS: readonly PayerAccount[] = [
  { id: 'current', name: 'Current account', outcome: 'pays at once', digits: '4821' },
  {
    id: 'empty',
    name: 'Empty account',
    outcome: 'fails once authorised',
    digits: '0007',
  },
  {
    id: 'slow',
    name: 'Slow account',
    outcome: 'waits for the control API',
    digits: '6639',
  },
]

export function findPayerAccount(id: unknown): PayerAccount | undefined {
  return PAYER_ACCOUNTS.find((account) => account.id === id)
}

export function describeSource({ request, account: id }: Payment): object | undefined {
  const account = findPayerAccount(id)
  if (!account) return undefined
  const identifier =
    request.currency === 'GBP'
      ? { type: 'sort_code_account_number', sort_code: '040668', account_number: `0000${account.digits}` }
      : { type: 'iban', iban: `XX00SANDBOX00000000${account.digits}` }
  return { account_identifiers: [identifier], account_holder_name: request.user.name ?? 'Sandbox payer' }
}
