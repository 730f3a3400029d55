import type { RefundOutcome, Scenario } from '../../bank/model/scenario.ts'

/** Instants are milliseconds since 1970. */
export interface Payment {
  id: string
  memberId: string
  secret: string
  initiation: Initiation
  status: string
  /**
   * Code of ISO 20022.
   *
   * @see https://www.iso20022.org/catalogue-messages/additional-content-messages/external-code-sets
   */
  bankPaymentStatus?: string
  statusReasonInformation?: string
  errorInfo?: { httpErrorCode: number; message: string; tokenExternalError: boolean }
  account?: string
  held: boolean
  scenario?: Scenario
  createdAt: number
  updatedAt: number
}

export interface Initiation {
  bankId: string
  refId: string
  remittanceInformationPrimary: string
  amount: { value: string; currency: string }
  localInstrument: string
  creditor: Record<string, unknown> & { name?: string; virtualAccountId?: string }
  callbackUrl: string
  callbackState?: string
  flowType: string
}

export interface Refund {
  id: string
  memberId: string
  initiation: RefundInitiation
  status: string
  statusReasonInformation?: string
  outcome?: RefundOutcome
  createdAt: number
  updatedAt: number
}

export interface RefundInitiation {
  originalPaymentId: string
  refId: string
  description: string
  amount: { value: string; currency: string }
  localInstrument: string
}

export const WAITING = 'INITIATION_PENDING_REDIRECT_HP'

export function isSettlement({ initiation }: Payment): boolean {
  return initiation.creditor.virtualAccountId !== undefined
}

export function isOver({ status, bankPaymentStatus }: Payment): boolean {
  if (status === 'INITIATION_COMPLETED') return bankPaymentStatus === 'ACCC'
  return status !== WAITING && status !== 'INITIATION_PROCESSING'
}
