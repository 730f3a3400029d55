import { asTold, type PaymentReading, RailUnavailableError } from '../../rail.ts'
import type { SettlementAccounts } from '../accounts.ts'
import { fromDecimal } from './amounts.ts'
import type { TokenIoRailOptions } from '../options.ts'
import type { TokenIoPayment } from '../http/answers.ts'

type PaidWhen = TokenIoRailOptions['paidWhen']

/**
 * What Token.io says of a payment, with its amount in minor units.
 *
 * @throws RailUnavailableError if the amount cannot be read: then it must not be taken for the one asked for
 */
export function readingOf(
  payment: TokenIoPayment,
  accounts: SettlementAccounts,
  paidWhen: PaidWhen,
): PaymentReading {
  const asked = payment.initiation?.amount
  const said = {
    ...stateOf(payment, isSettlement(payment, accounts), paidWhen),
    railStatus: asTold(payment.status, payment.bankPaymentStatus),
  }
  if (!asked) return said
  const amount = fromDecimal(asked.value, asked.currency)
  if (amount === undefined) throw new RailUnavailableError('Token.io tells an amount that cannot be read')
  return { ...said, amount, currency: asked.currency }
}

/** By the account that it went to, whatever accounts we have by now; if it does not say, by those. */
function isSettlement({ initiation }: TokenIoPayment, accounts: SettlementAccounts): boolean {
  if (initiation?.creditor) return initiation.creditor.virtualAccountId !== undefined
  return initiation?.amount !== undefined && accounts[initiation.amount.currency] !== undefined
}

/**
 * Token.io's words for a payment. Three of its final ones are no outcome: the money may be on its way, so such a
 * payment is processing until somebody has looked, and is never reopened. A word it may add later changes nothing.
 * https://docs.token.io/products/tpp/sip/sip-v2/sip-v2-payment-status
 */
function stateOf(
  payment: TokenIoPayment,
  toSettlement: boolean,
  paidWhen: PaidWhen,
): Pick<PaymentReading, 'status' | 'reason' | 'provisional'> {
  const { status, bankPaymentStatus: atBank } = payment
  switch (status) {
    case 'INITIATION_PENDING':
    case 'INITIATION_PENDING_REDIRECT_AUTH':
    case 'INITIATION_PENDING_REDIRECT_HP':
    case 'INITIATION_PENDING_REDIRECT_PBL':
    case 'INITIATION_PENDING_EMBEDDED_AUTH':
    case 'INITIATION_PENDING_DECOUPLED_AUTH':
      return { status: 'authorizing' }
    // From here on the payer has been at the bank.
    case 'INITIATION_PENDING_REDIRECT_AUTH_VERIFICATION':
    case 'INITIATION_PENDING_EMBEDDED_AUTH_VERIFICATION':
    case 'INITIATION_PENDING_REDEMPTION':
    case 'INITIATION_PENDING_REDEMPTION_VERIFICATION':
    case 'INITIATION_PROCESSING':
    case 'SETTLEMENT_IN_PROGRESS':
    // Final, and no outcome.
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
    // By the bank; it is `declined` when the payer says no.
    case 'INITIATION_REJECTED':
      return { status: 'failed', reason: 'provider_rejected' }
    case 'INITIATION_DECLINED':
      return { status: 'failed', reason: 'declined' }
    case 'INITIATION_FAILED':
      return { status: 'failed', reason: 'initiation_failed' }
    case 'CANCELED':
      return { status: 'failed', reason: 'canceled' }
    default:
      return { status: 'authorizing' }
  }
}

/** ISO 20022 (and the older long words of UK banks): settled on the creditor's account. */
const CREDITED = new Set(['ACCC', 'AcceptedCreditSettlementCompleted'])
/** Settled on the debtor's account. */
const DEBITED = new Set(['ACSC', 'AcceptedSettlementCompleted', ...CREDITED])

/**
 * A completed initiation is no payment by itself. For an account elsewhere the payer's bank may say more, and until it
 * says that the money has arrived it may say the opposite; for a settlement account Token.io will, and is waited for.
 */
function completed(
  atBank: string | undefined,
  paidWhen: PaidWhen,
): Pick<PaymentReading, 'status' | 'provisional'> {
  if (atBank && CREDITED.has(atBank)) return { status: 'settled' }
  const isPaid = paidWhen === 'debited' && atBank !== undefined && DEBITED.has(atBank)
  return isPaid ? { status: 'settled', provisional: true } : { status: 'processing' }
}

/** Received, waiting for the payer, refused: what a bank says of a payment it did not begin. */
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

/**
 * A payment expires when its payer never logs in, but also when a bank that has accepted it stays silent: what the
 * bank said last tells the two apart, and any other word is taken for the second.
 */
function neverStarted(atBank: string | undefined): boolean {
  return !atBank || NOT_STARTED.has(atBank)
}
