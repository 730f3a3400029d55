import type { PaymentReport, Rail } from '../../domain/invoice/index.ts'
import type { Currency, Money } from '../../domain/shared/money.ts'
import type { PayoutAccount } from '../../domain/payment/payout-account.ts'
import type { AccountTransaction } from '../../domain/payment/reconciliation.ts'
import type { SendClaim } from './shared/send-claim.ts'

/** A bank that a payer can choose. */
export interface Bank {
  id: string
  name: string
  logoUrl?: string
  /** ISO 3166-1 alpha-2. */
  country: string
  /** Absent when the rail reports none. */
  availability?: 'available' | 'unavailable' | 'maintenance'
}

/** Static abilities of a rail, the same for every payment. */
interface RailCapabilities {
  /** ISO 4217 codes of the currencies that payments can have. */
  currencies: readonly string[]
  /** ISO 4217 codes of our accounts at the provider. These accounts have statements. */
  accountCurrencies: readonly string[]
  /** Countries of the banks that pay in a currency, ISO 3166-1 alpha-2. */
  countries(currency: string): readonly string[]
  /** Reports whether the rail can refund settled payments of this currency and account. */
  refunds(currency: string, payout: PayoutAccount): boolean
  /** The rail can cancel payments that wait for their payer. Single banks may still refuse. */
  cancel: boolean
  /** Highest amount of one payment in minor units; undefined if unknown. Single banks may allow less. */
  limit(currency: string): bigint | undefined
}

export interface PaymentRequest {
  attemptId: string
  invoiceId: string
  bankId: string
  amount: Money
  payout: PayoutAccount
  /** Text on the payer's statement: at most 18 characters of A–Z a–z 0–9 and `-`. */
  reference: string
  payer: { name: string; email: string }
}

export type CreatedPayment =
  | { outcome: 'created'; providerPaymentId: string; redirectUrl: string }
  | { outcome: 'refused'; reason: string }

/**
 * Status of a payment at its rail. `executed`: the payer's bank has sent the money.
 * For a merchant's own account no later status follows `executed`.
 */
export interface PaymentStatusReport extends Pick<PaymentReport, 'reason'> {
  status: PaymentReport['status'] | 'executed'
  /** Minor units. */
  amount?: bigint
  currency?: string
  /** The rail's own status, as `railStatusText` writes it. */
  railStatus: string
  /** The rail can still withdraw this status. Read the payment before using a provisional webhook. */
  provisional?: true
}

/**
 * Joins a rail's own status texts with `/`: the status first, then details such as the failure stage.
 * Keeps plain characters only, at most 100.
 */
export function railStatusText(...parts: (string | undefined)[]): string {
  const text = parts.filter((part) => part !== undefined && part !== '').join('/')
  return text.replace(/[^A-Za-z0-9_./:-]/g, '_').slice(0, 100)
}

/** @internal */
export interface RefundRequest {
  refundId: string
  attemptId: string
  invoiceId: string
  amount: Money
  /** At most 18 plain characters. */
  reference: string
}

export type CreatedRefund =
  | { outcome: 'created'; providerRefundId: string }
  | { outcome: 'refused'; reason: string }

/** Status of a refund at its rail. `failed` can follow `executed`: the payer's bank can return the money. */
export type RefundStatusReport = { status: 'pending' | 'executed' | 'failed'; reason?: string }

/** A webhook as received. */
export interface UnverifiedWebhook {
  path: string
  headers: Record<string, string>
  body: string
}

/** A webhook of proven origin. It has a report only if its event is about a payment or a refund. */
export interface VerifiedWebhook {
  eventId: string
  type: string
  paymentReport?: PaymentStatusReport & {
    providerPaymentId: string
    /** Our own id, from the metadata. */
    attemptId?: string
  }
  refundReport?: RefundStatusReport & {
    /** Absent if the rail names only the refund. */
    providerPaymentId?: string
    providerRefundId: string
    /** Our own id, from the metadata. */
    refundId?: string
  }
}

/** Pay-by-bank as one interface; each rail is an adapter. */
export interface BankRail {
  readonly id: Rail
  readonly capabilities: RailCapabilities
  /** Reports whether the rail can pay this currency into this account. */
  supports(currency: Currency, payout: PayoutAccount): boolean
  /**
   * Countries of the IBANs that the rail can pay in this currency, ISO 3166-1 alpha-2. Can be empty.
   * An IBAN names no currency, and banks refuse an account outside the currency's scheme.
   */
  ibanCountries(currency: Currency): readonly string[]
  /** Banks that can pay in this currency, ordered by name. */
  listBanks(currency: Currency): Promise<Bank[]>
  /** Builds the exact request body. The caller stores it and resends it unchanged. */
  preparePayment(request: PaymentRequest): string
  /** @throws RailUnavailableError when the outcome is unknown: resend the same body */
  createPayment(attemptId: string, body: string, sendClaim?: SendClaim): Promise<CreatedPayment>
  /** @throws UnknownToRailError, RailUnavailableError */
  readPayment(providerPaymentId: string): Promise<PaymentStatusReport>
  /** `too_late`: the payer has authorised the payment. @throws RailUnavailableError */
  cancelPayment(providerPaymentId: string): Promise<'cancelled' | 'too_late' | 'not_cancellable'>
  /**
   * Submits the query (`?…`) and fragment (`#…`) of a bank's direct return to our page.
   * Absent if banks return payers only by way of the rail.
   *
   * @returns the provider's id of the payment; undefined if the return belongs to no payment of this rail
   * @throws RailUnavailableError when the outcome is unknown: submit the same return again
   */
  submitReturn?(returned: { query: string; fragment: string }): Promise<string | undefined>
  /** Builds the exact request body. The caller stores it and resends it unchanged. */
  prepareRefund(request: RefundRequest): string
  /** @throws RailUnavailableError when the outcome is unknown: resend the same body */
  createRefund(
    refundId: string,
    providerPaymentId: string,
    body: string,
    sendClaim?: SendClaim,
  ): Promise<CreatedRefund>
  /** @throws UnknownToRailError, RailUnavailableError */
  readRefund(providerPaymentId: string, providerRefundId: string): Promise<RefundStatusReport>
  /**
   * Transactions of our account at the provider, in order of time; undefined if this currency has no account.
   * Both ends are inclusive, in milliseconds since 1970.
   *
   * @throws UnknownToRailError, RailUnavailableError
   */
  readStatement(currency: string, from: number, to: number): Promise<AccountTransaction[] | undefined>
  /** Reports whether a stored request names the account of that statement. Settings may have changed since. */
  isIntoAccount(requestBody: string, currency: string): boolean
  /** @throws WebhookVerificationError; RailUnavailableError when the rail's keys are unreadable */
  verifyWebhook(webhook: UnverifiedWebhook): Promise<VerifiedWebhook>
  /** Parses the body of a webhook that was verified earlier. @throws WebhookVerificationError */
  readWebhook(body: string): VerifiedWebhook
}

/** Longest webhook body in bytes. Longer ones are refused before any signature check. */
export const MAX_WEBHOOK_BYTES = 256 * 1024

/** Logs a problem that only an operator can solve. Fields hold no secrets and no personal data. */
export type RailLog = (fields: Record<string, string | number>, event: string) => void

/** The rail did not answer, or is temporarily unavailable. */
export class RailUnavailableError extends Error {
  override name = 'RailUnavailableError'
}

/** The rail has no such payment, refund or account. A retry gets the same answer. */
export class UnknownToRailError extends RailUnavailableError {
  override name = 'UnknownToRailError'
}

/** @throws UnknownToRailError for status 404, RailUnavailableError for any other status than 200 */
export function expectFound(operation: string, status: number): void {
  if (status === 404) throw new UnknownToRailError(`${operation}: status 404`)
  if (status !== 200) throw new RailUnavailableError(`${operation}: status ${status}`)
}

/** The webhook does not prove its origin or its time. The message is the reason as a code. */
export class WebhookVerificationError extends Error {
  override name = 'WebhookVerificationError'
}
