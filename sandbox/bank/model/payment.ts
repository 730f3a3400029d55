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

export interface DirectAnswer {
  decision: 'authorise' | 'reject'
  account: PayerAccountId
  state: string
  code: string
}

/** Instants are milliseconds since 1970. */
export interface Payment {
  id: string
  clientId: string
  secret: string
  request: PaymentRequest
  userId: string
  providerId?: string
  schemeId?: SchemeId
  returnUri: string | null
  directReturnUri?: string
  atBank?: DirectAnswer
  canSelectProvider?: boolean
  steps?: readonly FlowStep[]
  status: PaymentStatus
  held: boolean
  createdAt: number
  authorizedAt?: number
  executedAt?: number
  settledAt?: number
  failedAt?: number
  failureReason?: string
  failureStage?: string
  account?: string
  dueAt?: number
  scenario?: Scenario
}

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

export function isClosedLoop({ request }: Payment): boolean {
  return request.payment_method.beneficiary.type === 'merchant_account'
}

export function directReturn({ redirect }: FlowConfiguration): Pick<Payment, 'directReturnUri'> {
  return redirect?.direct_return_uri ? { directReturnUri: redirect.direct_return_uri } : {}
}
