import type { BankOptions } from './options.ts'
import { findProvider } from './providers.ts'

type Fields = Record<string, string[]>

/** What is wrong with the body of `POST /v3/payments`, by field; empty if nothing is. */
export function paymentErrors(body: unknown, options: BankOptions): Fields {
  const errors: Fields = {}
  const add = (field: string, problem: string) => void (errors[field] ??= []).push(problem)
  const payment = object(body)
  const { amount_in_minor: amount, currency } = payment
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 1) {
    add('amount_in_minor', 'must be a whole number greater than 0')
  }
  if (currency !== 'GBP' && currency !== 'EUR') add('currency', 'must be GBP or EUR')
  const method = object(payment['payment_method'])
  if (method['type'] !== 'bank_transfer') add('payment_method.type', 'must be bank_transfer')
  checkSelection(object(method['provider_selection']), currency, add)
  checkBeneficiary(object(method['beneficiary']), currency, options, add)
  const user = object(payment['user'])
  if (typeof user['name'] !== 'string' || user['name'].trim() === '') add('user.name', 'is required')
  if (typeof user['email'] !== 'string' && typeof user['phone'] !== 'string')
    add('user', 'needs an email or a phone')
  const metadata = Object.entries(object(payment['metadata']))
  if (metadata.length > 10) add('metadata', 'must have at most 10 entries')
  if (metadata.some(([, value]) => typeof value !== 'string')) add('metadata', 'must hold texts only')
  const flow = payment['authorization_flow']
  if (flow !== undefined && returnUriOf(flow) === undefined)
    add('authorization_flow.redirect.return_uri', 'must be a URL')
  return errors
}

/** The return address of an authorisation flow's configuration. */
export function returnUriOf(flow: unknown): string | undefined {
  const uri = object(object(flow)['redirect'])['return_uri']
  return typeof uri === 'string' && /^https?:\/\/\S+$/.test(uri) ? uri : undefined
}

type Add = (field: string, problem: string) => void

function checkSelection(selection: Record<string, unknown>, currency: unknown, add: Add): void {
  const field = 'payment_method.provider_selection'
  if (selection['type'] === 'user_selected') return
  if (selection['type'] !== 'preselected') return add(`${field}.type`, 'must be user_selected or preselected')
  const provider = findProvider(String(selection['provider_id']))
  if (!provider) add(`${field}.provider_id`, 'is not a provider')
  else if (provider.currency !== currency) add(`${field}.provider_id`, `cannot pay in ${String(currency)}`)
  if (!selection['scheme_selection'] && !selection['scheme_id'])
    add(`${field}.scheme_selection`, 'is required')
}

function checkBeneficiary(
  to: Record<string, unknown>,
  currency: unknown,
  options: BankOptions,
  add: Add,
): void {
  const field = 'payment_method.beneficiary'
  const { reference } = to
  if (typeof reference !== 'string' || !/^[A-Za-z0-9 ./&-]{1,18}$/.test(reference)) {
    add(`${field}.reference`, 'must be 1 to 18 characters of A-Z a-z 0-9 . / & - and space')
  }
  if (to['type'] !== 'merchant_account') return add(`${field}.type`, 'must be merchant_account')
  const account = options.merchantAccounts.find(({ id }) => id === to['merchant_account_id'])
  if (!account) add(`${field}.merchant_account_id`, 'is not an account of yours')
  else if (account.currency !== currency) add(`${field}.merchant_account_id`, 'is in another currency')
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
