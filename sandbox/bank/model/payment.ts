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

/** The payer's decision at a bank that sends them directly back to the client. */
export interface DirectAnswer {
  decision: 'authorise' | 'reject'
  account: PayerAccountId
  /** Names the payment; unguessable. */
  state: string
  /** Fetches the approval, once. */
  code: string
}

/** A payment as the bank keeps it. Instants are milliseconds since 1970. */
export interface Payment {
  id: string
  /** Unguessable part of the address the payer is sent to. */
  secret: string
  request: PaymentRequest
  userId: string
  /** The bank, named in the request or chosen later. */
  providerId?: string
  schemeId?: SchemeId
  returnUri: string | null
  /** Address to which the bank sends the payer without passing TrueLayer. */
  directReturnUri?: string
  /** The payer's decision, until the client has submitted it. */
  atBank?: DirectAnswer
  /** The client's page can show a list of banks, so one may still be chosen. */
  canSelectProvider?: boolean
  /** Steps of the client before the payer goes to the bank, in order. */
  steps?: readonly FlowStep[]
  status: PaymentStatus
  /** The next step happens only when the control API says so. */
  held: boolean
  createdAt: number
  authorizedAt?: number
  executedAt?: number
  settledAt?: number
  failedAt?: number
  failureReason?: string
  failureStage?: string
  /** Payer's account chosen on the consent page. */
  account?: string
  /** When the next step is due; absent: not by itself. */
  dueAt?: number
  /** Planned outcome; an absent field means success. */
  scenario?: Scenario
}

/** The body of `POST /v3/payments`, once it was found valid. Amounts are minor units. */
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

/** Criteria for the banks a payer may choose; an absent criterion admits every bank. */
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

/** Says whether the payer, the client or time can still decide. */
export function isUndecided({ status }: Payment): boolean {
  return status === 'authorization_required' || status === 'authorizing'
}

/** Money that stays at the bank's client is settled; elsewhere it is out of sight once it was sent. */
export function isClosedLoop({ request }: Payment): boolean {
  return request.payment_method.beneficiary.type === 'merchant_account'
}

/** Returns the address for the bank's direct return, if the client set one. */
export function directReturn({ redirect }: FlowConfiguration): Pick<Payment, 'directReturnUri'> {
  return redirect?.direct_return_uri ? { directReturnUri: redirect.direct_return_uri } : {}
}
