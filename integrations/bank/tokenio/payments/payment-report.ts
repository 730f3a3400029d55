import * as v from 'valibot'
import { railStatusText, type RailPaymentReport } from '../../rail.ts'
import type { SettlementAccounts } from '../accounts.ts'
import { fromDecimal } from './amounts.ts'
import type { TokenIoRailOptions } from '../options.ts'
import type { TokenIoPayment } from '../http/answers.ts'

type PaidWhen = TokenIoRailOptions['paidWhen']

const Money = v.object({ value: v.string(), currency: v.string() })

export function paymentReportOf(
  payment: TokenIoPayment,
  accounts: SettlementAccounts,
  paidWhen: PaidWhen,
): RailPaymentReport {
  return {
    ...translate(payment, isSettlement(payment, accounts), paidWhen),
    railStatus: railStatusText(payment.status, payment.bankPaymentStatus),
    ...moneyOf(payment),
  }
}

function moneyOf({
  initiation,
}: TokenIoPayment): Pick<RailPaymentReport, 'amount' | 'currency' | 'unreadableAmount'> {
  const reported = initiation?.amount
  if (reported === undefined) return {}
  if (!v.is(Money, reported)) return { unreadableAmount: railStatusText(JSON.stringify(reported)) }
  const { value, currency } = reported
  const amount = fromDecimal(value, currency)
  if (amount === undefined) return { unreadableAmount: railStatusText(value || 'empty', currency) }
  return { amount, currency }
}

/** The payment's own account has priority, because the settings may have changed. */
function isSettlement({ initiation }: TokenIoPayment, accounts: SettlementAccounts): boolean {
  if (initiation?.creditor) return initiation.creditor.virtualAccountId !== undefined
  return v.is(Money, initiation?.amount) && accounts[initiation.amount.currency] !== undefined
}

function translate(
  payment: TokenIoPayment,
  toSettlement: boolean,
  paidWhen: PaidWhen,
): Pick<RailPaymentReport, 'status' | 'reason' | 'provisional' | 'unknownStatus'> {
  const { status, bankPaymentStatus: atBank } = payment
  switch (status) {
    case 'INITIATION_PENDING':
    case 'INITIATION_PENDING_REDIRECT_AUTH':
    case 'INITIATION_PENDING_REDIRECT_HP':
    case 'INITIATION_PENDING_REDIRECT_PBL':
    case 'INITIATION_PENDING_EMBEDDED_AUTH':
    case 'INITIATION_PENDING_DECOUPLED_AUTH':
      return { status: 'authorizing' }
    // The payer may have authorised the payment in the next six statuses.
    case 'INITIATION_PENDING_REDIRECT_AUTH_VERIFICATION':
    case 'INITIATION_PENDING_EMBEDDED_AUTH_VERIFICATION':
    case 'INITIATION_PENDING_REDEMPTION':
    case 'INITIATION_PENDING_REDEMPTION_VERIFICATION':
    case 'INITIATION_PROCESSING':
    case 'SETTLEMENT_IN_PROGRESS':
    // The next two statuses are final, with an unknown outcome.
    case 'INITIATION_NO_FINAL_STATUS_AVAILABLE':
    case 'SETTLEMENT_INCOMPLETE':
      return { status: 'processing' }
    case 'INITIATION_COMPLETED':
      return toSettlement ? { status: 'processing' } : completed(atBank, paidWhen)
    case 'SETTLEMENT_COMPLETED':
      return { status: 'settled' }
    case 'INITIATION_EXPIRED':
      return neverStarted(atBank) ? { status: 'failed', reason: 'expired' } : { status: 'processing' }
    case 'INITIATION_REJECTED_INSUFFICIENT_FUNDS':
      return { status: 'failed', reason: 'insufficient_funds' }
    case 'INITIATION_REJECTED':
      return { status: 'failed', reason: 'provider_rejected' }
    case 'INITIATION_DECLINED':
      return { status: 'failed', reason: 'declined' }
    case 'INITIATION_FAILED':
      return { status: 'failed', reason: 'initiation_failed' }
    case 'CANCELED':
      return { status: 'failed', reason: 'canceled' }
    default:
      return { status: 'authorizing', unknownStatus: railStatusText(status, atBank) }
  }
}

/**
 * The payee's account has the money at these bank statuses.
 *
 * @see https://www.iso20022.org/catalogue-messages/additional-content-messages/external-code-sets
 */
const CREDITED = new Set(['ACCC', 'AcceptedCreditSettlementCompleted'])
/** The payer's account no longer has the money at these bank statuses. */
const DEBITED = new Set(['ACSC', 'AcceptedSettlementCompleted', ...CREDITED])

/**
 * The bank can withdraw `ACSC`, so `settled` is provisional until `ACCC`.
 *
 * @see docs/token-io.md
 */
function completed(
  atBank: string | undefined,
  paidWhen: PaidWhen,
): Pick<RailPaymentReport, 'status' | 'provisional'> {
  if (atBank && CREDITED.has(atBank)) return { status: 'settled' }
  const isPaid = paidWhen === 'debited' && atBank !== undefined && DEBITED.has(atBank)
  return isPaid ? { status: 'settled', provisional: true } : { status: 'processing' }
}

/** An expired payment with one of these bank statuses has moved no money. */
const NOT_STARTED = new Set([
  'RCVD',
  'Received',
  'AWAU',
  'AwaitingAuthorisation',
  'RJCT',
  'Rejected',
  'CANC',
  'Cancelled',
])

/** An expired payment with an unlisted bank status may have moved money. */
function neverStarted(atBank: string | undefined): boolean {
  return !atBank || NOT_STARTED.has(atBank)
}
