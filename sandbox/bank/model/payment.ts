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
  /** The secret name of the payment in the redirect. */
  state: string
  /** The secret code of an approval. */
  code: string
}

/** A stored payment. Instants are milliseconds since 1970. */
export interface Payment {
  id: string
  /** The secret part of the address of the bank's page. */
  secret: string
  request: PaymentRequest
  userId: string
  providerId?: string
  schemeId?: SchemeId
  returnUri: string | null
  /** The client's address to which the bank redirects the payer directly. */
  directReturnUri?: string
  /** The payer's decision until the client submits the decision. */
  atBank?: DirectAnswer
  /** The value is true if the client can show a list of banks. */
  canSelectProvider?: boolean
  /** The client's remaining steps before the redirect to the bank, in order. */
  steps?: readonly FlowStep[]
  status: PaymentStatus
  /** The value is true if only the control API triggers the next step. */
  held: boolean
  createdAt: number
  authorizedAt?: number
  executedAt?: number
  settledAt?: number
  failedAt?: number
  failureReason?: string
  failureStage?: string
  account?: string
  /** The instant of the next step. Absent if no step is scheduled. */
  dueAt?: number
  /** The planned outcome. An absent field means success. */
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

/** The criteria for the banks that a payer may choose. An absent criterion admits every bank. */
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

/** Checks whether the payer can still decide. */
export function isUndecided({ status }: Payment): boolean {
  return status === 'authorization_required' || status === 'authorizing'
}

/** Checks whether the payment goes to a merchant account. Only such a payment can settle. */
export function isClosedLoop({ request }: Payment): boolean {
  return request.payment_method.beneficiary.type === 'merchant_account'
}

/** Returns the address for the bank's direct return; empty if the client set none. */
export function directReturn({ redirect }: FlowConfiguration): Pick<Payment, 'directReturnUri'> {
  return redirect?.direct_return_uri ? { directReturnUri: redirect.direct_return_uri } : {}
}
