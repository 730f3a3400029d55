import { findProvider, schemeFor } from '../model/banks.ts'
import { beneficiaryErrors, checkReference } from './beneficiary.ts'
import type { Add, FieldErrors } from './errors.ts'
import type { BankClient } from '../model/options.ts'
import type { ProviderSelection } from '../model/payment.ts'
import { isObject, object } from '../control/parse.ts'

export function paymentErrors(body: unknown, merchantAccounts: BankClient['merchantAccounts']): FieldErrors {
  return collect((add) => {
    if (!isObject(body)) return add('', 'The body must be a JSON object.')
    const { amount_in_minor: amount, currency } = body
    checkAmount(amount, add)
    if (currency !== 'GBP' && currency !== 'EUR') add('currency', "Must be 'GBP' or 'EUR'.")
    const method = object(body['payment_method'])
    if (method['type'] !== 'bank_transfer') add('payment_method.type', "Must be 'bank_transfer'.")
    checkSelection(object(method['provider_selection']), currency, add)
    beneficiaryErrors(object(method['beneficiary']), currency, merchantAccounts, add)
    checkUser(body['user'], add)
    checkMetadata(body['metadata'], add)
    if (body['authorization_flow'] !== undefined) {
      const flow = flowErrors(body['authorization_flow'], object(method['provider_selection'])['type'])
      for (const [field, [problem = '']] of Object.entries(flow)) add(`authorization_flow.${field}`, problem)
    }
  })
}

export function refundErrors(body: unknown, currency: string): FieldErrors {
  return collect((add) => {
    if (!isObject(body)) return add('', 'The body must be a JSON object.')
    if (body['amount_in_minor'] !== undefined) checkAmount(body['amount_in_minor'], add)
    checkReference('reference', body['reference'], true, currency, add)
    checkMetadata(body['metadata'], add)
  })
}

export function flowErrors(flow: unknown, selectionType: unknown): FieldErrors {
  return collect((add) => {
    const { redirect, provider_selection: selection } = object(flow)
    if (!isObject(redirect)) return add('redirect', 'Is required: every bank here redirects the payer.')
    const { return_uri: uri, direct_return_uri: direct = uri } = redirect
    if (!isAddress(uri)) add('redirect.return_uri', 'Must be an http or https URI.')
    if (!isAddress(direct)) add('redirect.direct_return_uri', 'Must be an http or https URI.')
    if (selectionType === 'user_selected' && !isObject(selection)) {
      add('provider_selection', 'Is required where the user selects the provider.')
    }
  })
}

function checkAmount(amount: unknown, add: Add): void {
  if (typeof amount === 'number' && Number.isSafeInteger(amount) && amount > 0) return
  add('amount_in_minor', 'Must be a whole number greater than 0.')
}

const SCHEME_WISHES = ['instant_only', 'instant_preferred', 'user_selected', 'preselected']

function checkSelection(selection: Record<string, unknown>, currency: unknown, add: Add): void {
  const field = 'payment_method.provider_selection'
  const { type, scheme_selection: wish } = selection
  if (wish !== undefined && !SCHEME_WISHES.includes(String(object(wish)['type']))) {
    return add(`${field}.scheme_selection.type`, `Must be one of: ${SCHEME_WISHES.join(', ')}.`)
  }
  if (type === 'user_selected') return
  if (type !== 'preselected') return add(`${field}.type`, "Must be 'user_selected' or 'preselected'.")
  if (wish === undefined && selection['scheme_id'] === undefined) {
    add(`${field}.scheme_selection`, 'Is required for a preselected provider.')
  }
  const id = selection['provider_id']
  const bank = typeof id === 'string' ? findProvider(id) : undefined
  if (!bank) return add(`${field}.provider_id`, 'Is not a known provider.')
  if (bank.currency !== currency) return add(`${field}.provider_id`, `Does not pay in ${String(currency)}.`)
  if (!schemeFor(bank, selection as unknown as ProviderSelection)) {
    add(`${field}.scheme_selection`, 'Is not supported by the provider.')
  }
}

function checkUser(value: unknown, add: Add): void {
  if (!isObject(value)) return add('user', 'Is required.')
  const { id, name, email, phone } = value
  if (id !== undefined && !isUuid(id)) add('user.id', 'Must be a UUID.')
  if (id === undefined && name === undefined) add('user.name', 'Is required for a new user.')
  if (name !== undefined && !isText(name, 1, Infinity)) add('user.name', 'Must not be empty.')
  if (id === undefined && email === undefined && phone === undefined)
    add('user', 'Needs an email or a phone.')
  if (email !== undefined && !(isText(email, 3, 254) && /^\S+@\S+$/.test(email))) {
    add('user.email', 'Must be an e-mail address.')
  }
  if (phone !== undefined && !(typeof phone === 'string' && /^\+[1-9]\d{5,14}$/.test(phone))) {
    add('user.phone', 'Must be in E.164 format.')
  }
}

function checkMetadata(value: unknown, add: Add): void {
  if (value === undefined || value === null) return
  if (!isObject(value)) return add('metadata', 'Must be an object.')
  if (Object.keys(value).length > 10) add('metadata', 'Must have at most 10 entries.')
  for (const [key, text] of Object.entries(value)) {
    if (key.length > 40) add('metadata', `Key '${key.slice(0, 40)}…' is longer than 40 characters.`)
    if (!isText(text, 0, 500)) add(`metadata.${key}`, 'Must be a text of at most 500 characters.')
  }
}

function collect(check: (add: Add) => void): FieldErrors {
  const errors: FieldErrors = {}
  check((field, problem) => void (errors[field] ??= []).push(problem))
  return errors
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}

function isText(value: unknown, least: number, most: number): value is string {
  return typeof value === 'string' && value.trim().length >= least && value.length <= most
}

function isUuid(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
}
