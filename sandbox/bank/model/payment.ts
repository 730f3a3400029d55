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

/** The payer's decision at a bank that redirects directly to the client. */
export interface DirectAnswer {
  decision: 'authorise' | 'reject'
  account: PayerAccountId
  /** Secret name of the payment in the redirect. */
  state: string
  /** Code of an approval, valid once. */
  code: string
}

/** A stored payment. Instants are milliseconds since 1970. */
export interface Payment {
  id: string
  /** Secret part of the address of the bank's page. */
  secret: string
  request: PaymentRequest
  userId: string
  /** The bank that the request named or the payer chose. */
  providerId?: string
  schemeId?: SchemeId
  returnUri: string | null
  /** Address of the client to which the bank redirects the payer directly. */
  directReturnUri?: string
  /** The payer's decision until the client submits it. */
  atBank?: DirectAnswer
  /** True if the client can show a list of banks. */
  canSelectProvider?: boolean
  /** Steps of the client before the redirect to the bank, in order. */
  steps?: readonly FlowStep[]
  status: PaymentStatus
  /** True if only the control API triggers the next step. */
  held: boolean
  createdAt: number
  authorizedAt?: number
  executedAt?: number
  settledAt?: number
  failedAt?: number
  failureReason?: string
  failureStage?: string
  /** The payer's account from the consent page. */
  account?: string
  /** Instant of the next step; absent if no step is scheduled. */
  dueAt?: number
  /** Planned outcome. An absent field means success. */
  scenario?: Scenario
}

/** The valid body of `POST /v3/payments`. Amounts are minor units. */
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

/** Criteria for the banks that a payer may choose. An absent criterion admits every bank. */
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

/** True until the payer decides, the client cancels or the time ends. */
export function isUndecided({ status }: Payment): boolean {
  return status === 'authorization_required' || status === 'authorizing'
}

/** True for a payment to a merchant account. Only such a payment can settle. */
export function isClosedLoop({ request }: Payment): boolean {
  return request.payment_method.beneficiary.type === 'merchant_account'
}

/** Returns the address for the bank's direct return; empty if the client set none. */
export function directReturn({ redirect }: FlowConfiguration): Pick<Payment, 'directReturnUri'> {
  return redirect?.direct_return_uri ? { directReturnUri: redirect.direct_return_uri } : {}
}
