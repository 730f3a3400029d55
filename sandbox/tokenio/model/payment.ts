import type { RefundOutcome, Scenario } from '../../bank/model/scenario.ts'

/** A stored payment. Instants are milliseconds since 1970. */
export interface Payment {
  id: string
  /** The secret part of the address of the payer's page. */
  secret: string
  initiation: Initiation
  status: string
  /** The bank's own status, a code of ISO 20022. */
  bankPaymentStatus?: string
  statusReasonInformation?: string
  errorInfo?: { httpErrorCode: number; message: string; tokenExternalError: boolean }
  account?: string
  /** The value is true if only the control API triggers the next step. */
  held: boolean
  /** The planned outcome. An absent field means success. */
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

/** A stored refund. Instants are milliseconds since 1970. */
export interface Refund {
  id: string
  initiation: RefundInitiation
  status: string
  statusReasonInformation?: string
  /** The planned outcome. Absent if the refund executes. */
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

/** Checks whether the money goes into an account at Token.io. */
export function isSettlement({ initiation }: Payment): boolean {
  return initiation.creditor.virtualAccountId !== undefined
}

/** Checks whether no further step of the payment is scheduled. */
export function isOver({ status, bankPaymentStatus }: Payment): boolean {
  if (status === 'INITIATION_COMPLETED') return bankPaymentStatus === 'ACCC'
  return status !== WAITING && status !== 'INITIATION_PROCESSING'
}
