import type { FlowStep } from './flows.ts'
import type { Scenario } from './scenario.ts'

export type PaymentStatus =
  | 'authorization_required'
  | 'authorizing'
  | 'authorized'
  | 'executed'
  | 'settled'
  | 'failed'

export type SchemeId = 'faster_payments_service' | 'sepa_credit_transfer_instant' | 'sepa_credit_transfer'

export type PayerAccountId = 'current' | 'empty' | 'slow'

/** The bank keeps the payer's decision until the client submits the direct return. */
export interface DirectAnswer {
  decision: 'authorise' | 'reject'
  account: PayerAccountId
  /** The value names the payment in the redirect, and is secret. */
  state: string
  /** Only the redirect after an approval contains the code. */
  code: string
}

/** Instants are milliseconds since 1970. */
export interface Payment {
  id: string
  /** The address of the bank's page contains the secret. */
  secret: string
  request: PaymentRequest
  userId: string
  providerId?: string
  schemeId?: SchemeId
  returnUri: string | null
  /** The bank redirects the payer directly to the client's address. */
  directReturnUri?: string
  /** The decision has no effect until the client submits the return. */
  atBank?: DirectAnswer
  /** The value is true if the client can show a list of banks. */
  canSelectProvider?: boolean
  /** The client completes the remaining steps in order, before the redirect to the bank. */
  steps?: readonly FlowStep[]
  status: PaymentStatus
  /** Only the control API triggers the next step if the value is true. */
  held: boolean
  createdAt: number
  authorizedAt?: number
  executedAt?: number
  settledAt?: number
  failedAt?: number
  failureReason?: string
  failureStage?: string
  account?: string
  /** The instant is absent if no step is scheduled. */
  dueAt?: number
  /** An absent scenario means success. */
  scenario?: Scenario
}

/** Amounts are minor units. */
export interface PaymentRequest {
  amount_in_minor: number
  currency: 'GBP' | 'EUR'
  payment_method: {
    type: 'bank_transfer'
    provider_selection: ProviderSelection
    beneficiary: Beneficiary
  }
  user: { id?: string; name?: string; email?: string; phone?: string }
  metadata?: Record<string, string>
  authorization_flow?: FlowConfiguration
}

export interface ProviderSelection {
  type: 'user_selected' | 'preselected'
  provider_id?: string
  scheme_id?: string
  scheme_selection?: { type: string; scheme_id?: string }
  filter?: ProviderFilter
}

/** An absent criterion admits every bank. */
export interface ProviderFilter {
  countries?: string[]
  release_channel?: string
  customer_segments?: string[]
  provider_ids?: string[]
  excludes?: { provider_ids?: string[] }
}

interface Beneficiary {
  type: 'merchant_account' | 'external_account'
  merchant_account_id?: string
  account_holder_name?: string
  reference?: string
}

export interface FlowConfiguration {
  provider_selection?: object
  redirect?: { return_uri: string; direct_return_uri?: string }
}

export function isUndecided({ status }: Payment): boolean {
  return status === 'authorization_required' || status === 'authorizing'
}

/** Only a payment to a merchant account can settle. */
export function isClosedLoop({ request }: Payment): boolean {
  return request.payment_method.beneficiary.type === 'merchant_account'
}

/** Returns no field if the client set no address. */
export function directReturn({ redirect }: FlowConfiguration): Pick<Payment, 'directReturnUri'> {
  return redirect?.direct_return_uri ? { directReturnUri: redirect.direct_return_uri } : {}
}
