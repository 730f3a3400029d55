import type { RefundOutcome, Scenario } from '../../bank/model/scenario.ts'

/** A payment as the sandbox keeps it. Instants are milliseconds since 1970. */
export interface Payment {
  id: string
  /** Unguessable part of the address the payer is sent to. */
  secret: string
  initiation: Initiation
  status: string
  /** The bank's own word: ISO 20022. */
  bankPaymentStatus?: string
  statusReasonInformation?: string
  errorInfo?: { httpErrorCode: number; message: string; tokenExternalError: boolean }
  /** The account the payer chose. */
  account?: string
  /** The next step happens only when the control API says so. */
  held: boolean
  /** Planned outcome; an absent field means success. */
  scenario?: Scenario
  createdAt: number
  updatedAt: number
}

/** Body of `POST /v2/payments` after validation. */
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

/** A refund as the sandbox keeps it. */
export interface Refund {
  id: string
  initiation: RefundInitiation
  status: string
  statusReasonInformation?: string
  /** Planned outcome; absent: the refund executes. */
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

/** Says whether the money goes into an account that the sandbox sees. */
export function isSettlement({ initiation }: Payment): boolean {
  return initiation.creditor.virtualAccountId !== undefined
}

/** Says whether nothing more happens to it by itself. */
export function isOver({ status, bankPaymentStatus }: Payment): boolean {
  if (status === 'INITIATION_COMPLETED') return bankPaymentStatus === 'ACCC'
  return status !== WAITING && status !== 'INITIATION_PROCESSING'
}
