import type { PaymentReport, Rail } from '../../domain/invoice/index.ts'
import type { Currency, MinorUnits, Money } from '../../domain/shared/money.ts'
import type { PayoutAccount } from '../../domain/payment/payout-account.ts'
import type { AccountTransaction } from '../../domain/payment/reconciliation.ts'
import type { SendClaim } from './shared/send-claim.ts'

export interface Bank {
  id: string
  name: string
  logoUrl?: string
  /**
   * ISO 3166-1 alpha-2.
   *
   * @see https://www.iso.org/iso-3166-country-codes.html
   */
  country: string
  /** Absent when the rail reports none. */
  availability?: 'available' | 'unavailable' | 'maintenance'
}

/** Static abilities of a rail, the same for every payment. */
interface RailCapabilities {
  /** ISO 4217 codes of the currencies that payments can have. */
  currencies: readonly string[]
  /** ISO 4217 codes of the merchant accounts at the provider. Merchant accounts have statements. */
  accountCurrencies: readonly string[]
  /** Returns the countries of the banks that pay in a currency, ISO 3166-1 alpha-2. */
  countries(currency: string): readonly string[]
  /** Checks whether the rail can refund settled payments of the currency and account. */
  refunds(currency: string, payout: PayoutAccount): boolean
  /** True if the rail can cancel payments that wait for a payer. Single banks may still refuse. */
  cancel: boolean
  /**
   * Returns the highest amount of one payment in minor units, or undefined if unknown. Single banks may allow
   * less.
   */
  limit(currency: string): MinorUnits | undefined
}

/** A payment to create at a rail, with its amount and currency. */
export interface PaymentRequest extends Money {
  attemptId: string
  invoiceId: string
  bankId: string
  payout: PayoutAccount
  /** Text on the payer's statement: at most 18 characters of A–Z a–z 0–9 and `-`. */
  reference: string
  payer: { name: string; email: string }
}

export type CreatedPayment =
  | { outcome: 'created'; providerPaymentId: string; redirectUrl: string }
  | { outcome: 'refused'; reason: string }

/**
 * The status of a payment at the rail. `executed` means that the payer's bank has sent the money. For a
 * merchant's bank account no later status follows `executed`.
 */
export interface PaymentStatusReport extends Pick<PaymentReport, 'reason' | 'unreadableAmount'> {
  status: PaymentReport['status'] | 'executed'
  /** Minor units. */
  amount?: MinorUnits
  currency?: string
  /** The rail's status, as `railStatusText` writes the text. */
  railStatus: string
  /**
   * True if the rail can still withdraw the status. The payment is read before a provisional webhook is used.
   */
  provisional?: true
  /** True if the rail's status is unknown here. The report then changes nothing. */
  isUnknown?: true
}

/**
 * Joins a rail's status texts with `/`. Details such as the failure stage come last. Keeps plain characters
 * only, at most 100.
 */
export function railStatusText(...parts: (string | undefined)[]): string {
  const text = parts.filter((part) => part !== undefined && part !== '').join('/')
  return text.replace(/[^A-Za-z0-9_./:-]/g, '_').slice(0, 100)
}

/** @internal */
export interface RefundRequest extends Money {
  refundId: string
  attemptId: string
  invoiceId: string
  /** At most 18 plain characters. */
  reference: string
}

export type CreatedRefund =
  | { outcome: 'created'; providerRefundId: string }
  | { outcome: 'refused'; reason: string }

/**
 * The status of a refund at the rail. `failed` can follow `executed`, because the payer's bank can return the
 * money.
 */
export type RefundStatusReport = {
  status: 'pending' | 'executed' | 'failed'
  reason?: string
  /** True if the rail's status is unknown here, or final without an outcome. */
  isUnknown?: true
}

/** A webhook as received. */
export interface UnverifiedWebhook {
  path: string
  headers: Record<string, string>
  body: string
}

/** A webhook of proven origin. A payment or a refund is present only if the event is about one. */
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
    /** The refund's id in Duewell, from the metadata. */
    refundId?: string
  }
}

/** The interface of pay-by-bank; each rail is an adapter. */
export interface BankRail {
  readonly id: Rail
  readonly capabilities: RailCapabilities
  /** Checks whether the rail can pay the currency into the account. */
  supports(currency: Currency, payout: PayoutAccount): boolean
  /**
   * Returns the countries of payable IBANs in the currency, ISO 3166-1 alpha-2. Can be empty. An IBAN names
   * no currency, and banks refuse an account outside the currency's scheme.
   */
  ibanCountries(currency: Currency): readonly string[]
  /** Lists the banks that can pay in the currency, ordered by name. */
  listBanks(currency: Currency): Promise<Bank[]>
  /** Builds the exact request body. The caller stores the body, and every resend is identical. */
  preparePayment(request: PaymentRequest): string
  /** @throws RailUnavailableError when the outcome is unknown; the caller then resends the same body */
  createPayment(attemptId: string, body: string, sendClaim?: SendClaim): Promise<CreatedPayment>
  /** @throws UnknownToRailError, RailUnavailableError */
  readPayment(providerPaymentId: string): Promise<PaymentStatusReport>
  /**
   * Cancels a payment. `too_late` means that the payer has authorised the payment.
   *
   * @throws RailUnavailableError
   */
  cancelPayment(providerPaymentId: string): Promise<'cancelled' | 'too_late' | 'not_cancellable'>
  /**
   * Submits the query (`?…`) and fragment (`#…`) of a bank's direct return. Absent if banks return payers
   * only through the rail.
   *
   * @returns the provider's id of the payment; undefined if no payment belongs to the return
   * @throws RailUnavailableError when the outcome is unknown; the caller then submits the same return again
   */
  submitReturn?(returned: { query: string; fragment: string }): Promise<string | undefined>
  /** Builds the exact request body. The caller stores the body, and every resend is identical. */
  prepareRefund(request: RefundRequest): string
  /** @throws RailUnavailableError when the outcome is unknown; the caller then resends the same body */
  createRefund(
    refundId: string,
    providerPaymentId: string,
    body: string,
    sendClaim?: SendClaim,
  ): Promise<CreatedRefund>
  /** @throws UnknownToRailError, RailUnavailableError */
  readRefund(providerPaymentId: string, providerRefundId: string): Promise<RefundStatusReport>
  /**
   * Lists the transactions of the merchant account at the provider, in order of time. Both ends are
   * inclusive, in milliseconds since 1970.
   *
   * @returns undefined if the currency has no account
   * @throws UnknownToRailError, RailUnavailableError
   */
  readStatement(currency: string, from: number, to: number): Promise<AccountTransaction[] | undefined>
  /**
   * Checks whether a stored request names the statement's account. The settings may have changed after the
   * request.
   */
  isIntoAccount(requestBody: string, currency: string): boolean
  /** @throws WebhookVerificationError; RailUnavailableError when the rail's keys are unreadable */
  verifyWebhook(webhook: UnverifiedWebhook): Promise<VerifiedWebhook>
  /**
   * Parses the body of a webhook that is already verified.
   *
   * @throws WebhookVerificationError
   */
  readWebhook(body: string): VerifiedWebhook
}

/** Bytes of the longest webhook body. Longer bodies are refused before any signature check. */
export const MAX_WEBHOOK_BYTES = 256 * 1024

/** Logs a problem that only an operator can solve. Fields hold no secrets and no personal data. */
export type RailLog = (fields: Record<string, string | number>, event: string) => void

/** The rail did not answer, or is temporarily unavailable. */
export class RailUnavailableError extends Error {
  override name = 'RailUnavailableError'
  /** The HTTP status of the answer; undefined without an answer. */
  readonly status: number | undefined

  constructor(message: string, { status, ...options }: ErrorOptions & { status?: number } = {}) {
    super(message, options)
    this.status = status
  }
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

/** The webhook proves no origin or no valid time. The message is the reason as a code. */
export class WebhookVerificationError extends Error {
  override name = 'WebhookVerificationError'
}
