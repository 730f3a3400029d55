import type { Payment } from './payment.ts'
import { describeAppearance, selectableProviders } from '../truelayer/providers.ts'

/** What a client may have to do for its payer before the bank's page: TrueLayer's words, and one that it has not got. */
export type FlowStep =
  | 'provider_selection'
  | 'consent'
  | 'form'
  | 'wait'
  | 'retry'
  | 'scheme_selection'
  | 'user_account_selection'
  | 'spoken_password'

/** What a payment's authorisation begins with, up to the redirect to the bank, in the words of the control API. */
export const FLOWS = {
  redirect: [],
  provider_selection: ['provider_selection'],
  consent: ['consent'],
  selection_and_consent: ['provider_selection', 'consent'],
  form: ['form'],
  wait: ['wait'],
  retry: ['retry'],
  scheme_selection: ['scheme_selection'],
  user_account_selection: ['user_account_selection'],
  unknown: ['spoken_password'],
} as const satisfies Record<string, readonly FlowStep[]>
export type Flow = keyof typeof FLOWS

/** What the client has to do next while the payment is being authorised. */
export function nextStep({ steps = [], providerId }: Payment): FlowStep | 'redirect' {
  return steps[0] ?? (providerId ? 'redirect' : 'provider_selection')
}

/**
 * The same with what is needed to do it.
 * https://docs.truelayer.com/docs/authorisation-flow-actions
 */
export function describeNext(payment: Payment, publicUrl: string): object {
  const type = nextStep(payment)
  switch (type) {
    case 'redirect':
      return { type, uri: authorizeUrl(payment, publicUrl), metadata: { type: 'provider' } }
    case 'provider_selection': {
      const { filter } = payment.request.payment_method.provider_selection
      const providers = selectableProviders(payment.request.currency, filter)
      return { type, providers: providers.map((bank) => describeAppearance(bank, publicUrl)) }
    }
    case 'consent':
      return { type, subsequent_action_hint: 'redirect' }
    case 'form':
      return { type, inputs: [BRANCH_CODE] }
    case 'retry':
      return { type, retry_options: ['restart'] }
    case 'scheme_selection':
      return { type, schemes: [{ id: 'sepa_credit_transfer_instant', recommended: true }] }
    case 'user_account_selection':
      return { type, user_accounts: [] }
    case 'wait':
    case 'spoken_password':
      return { type }
  }
}

/** The address of the bank's page for this payment, which only the payer should know. */
export function authorizeUrl({ id, secret }: Payment, publicUrl: string): string {
  return `${publicUrl}/bank/authorize/${id}?key=${secret}`
}

const BRANCH_CODE = {
  type: 'text',
  id: 'branch-code',
  mandatory: true,
  display_text: { key: 'branch-code.display_text', default: 'Branch code' },
  description: { key: 'branch-code.description', default: 'Three digits' },
  format: 'numerical',
  sensitive: false,
  min_length: 3,
  max_length: 3,
  regexes: [],
}
