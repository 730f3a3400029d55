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
   * The code follows ISO 3166-1 alpha-2.
   *
   * @see https://www.iso.org/iso-3166-country-codes.html
   */
  country: string
  availability?: 'available' | 'unavailable' | 'maintenance'
}

interface RailCapabilities {
  /**
   * The codes follow ISO 4217.
   *
   * @see https://www.iso.org/iso-4217-currency-codes.html
   */
  currencies: readonly string[]
  /** The rail has statements only for these currencies. */
  accountCurrencies: readonly string[]
  countries(currency: string): readonly string[]
  refunds(currency: string, payout: PayoutAccount): boolean
  /** A cancellation can be impossible at a single bank even if the value is true. */
  cancel: boolean
  /** Undefined means an unknown limit. A single bank may allow less. */
  limit(currency: string): MinorUnits | undefined
}

export interface PaymentRequest extends Money {
  attemptId: string
  invoiceId: string
  bankId: string
  payout: PayoutAccount
  /** The text has at most 18 characters: A–Z, a–z, 0–9 and `-`. */
  reference: string
  payer: { name: string; email: string }
}

export type CreatedPayment =
  | { outcome: 'created'; providerPaymentId: string; redirectUrl: string }
  | { outcome: 'refused'; reason: string }

export interface PaymentStatusReport extends Pick<PaymentReport, 'reason' | 'unreadableAmount'> {
  status: PaymentReport['status'] | 'executed'
  amount?: MinorUnits
  currency?: string
  railStatus: string
  /** A webhook's provisional report may be wrong, so the payment is read instead. */
  provisional?: true
  /** The value is present only for a status unknown to our code. The `status` is then `authorizing`. */
  unknownStatus?: string
}

export function railStatusText(...parts: (string | undefined)[]): string {
  const text = parts.filter((part) => part !== undefined && part !== '').join('/')
  return text.replace(/[^A-Za-z0-9_./:-]/g, '_').slice(0, 100)
}

/** @internal */
export interface RefundRequest extends Money {
  refundId: string
  attemptId: string
  invoiceId: string
  /** The text has the same form as the `reference` of a payment. */
  reference: string
}

export type CreatedRefund =
  | { outcome: 'created'; providerRefundId: string }
  | { outcome: 'refused'; reason: string }

/** A report of `failed` can follow a report of `executed`. */
export type RefundStatusReport = {
  status: 'pending' | 'executed' | 'failed'
  reason?: string
  /**
   * The value is present if the rail's status is unknown, or final without an outcome. The `status` is then
   * `pending`.
   */
  unknownStatus?: string
}

export interface UnverifiedWebhook {
  path: string
  headers: Record<string, string>
  body: string
}

export interface VerifiedWebhook {
  eventId: string
  type: string
  paymentReport?: PaymentStatusReport & {
    providerPaymentId: string
    attemptId?: string
  }
  refundReport?: RefundStatusReport & {
    providerPaymentId?: string
    providerRefundId: string
    refundId?: string
  }
}

export interface BankRail {
  readonly id: Rail
  readonly capabilities: RailCapabilities
  supports(currency: Currency, payout: PayoutAccount): boolean
  ibanCountries(currency: Currency): readonly string[]
  /**
   * The banks are ordered by name.
   *
   * @throws RailUnavailableError if the read fails and no earlier list exists
   */
  listBanks(currency: Currency): Promise<Bank[]>
  /** A caller that repeats the request stores the body, so that each request is identical. */
  preparePayment(request: PaymentRequest): string
  /** @throws RailUnavailableError without an outcome; the caller then resends the same body */
  createPayment(attemptId: string, body: string, sendClaim?: SendClaim): Promise<CreatedPayment>
  /** @throws UnknownToRailError, RailUnavailableError */
  readPayment(providerPaymentId: string): Promise<PaymentStatusReport>
  /**
   * The result `cancelled` includes a payment that has already failed. The result `too_late` means that the
   * status is neither `authorizing` nor `failed`.
   *
   * @throws RailUnavailableError
   */
  cancelPayment(providerPaymentId: string): Promise<'cancelled' | 'too_late' | 'not_cancellable'>
  /**
   * Submits the query (`?…`) and fragment (`#…`) of a bank's direct return. The method is absent if banks
   * return payers only through the rail.
   *
   * @returns the provider's id of the payment; undefined if the rail names no payment
   * @throws RailUnavailableError without an outcome; the caller then submits the same return again
   */
  submitReturn?(returned: { query: string; fragment: string }): Promise<string | undefined>
  prepareRefund(request: RefundRequest): string
  /** @throws RailUnavailableError without an outcome; the caller then resends the same body */
  createRefund(
    refundId: string,
    providerPaymentId: string,
    body: string,
    sendClaim?: SendClaim,
  ): Promise<CreatedRefund>
  /** @throws UnknownToRailError, RailUnavailableError */
  readRefund(providerPaymentId: string, providerRefundId: string): Promise<RefundStatusReport>
  /**
   * The transactions are ordered by time. `from` and `to` are milliseconds since 1970.
   *
   * @returns undefined if the currency has no account
   * @throws UnknownToRailError, RailUnavailableError
   */
  readStatement(currency: string, from: number, to: number): Promise<AccountTransaction[] | undefined>
  /** Compares the body with the present account of the currency. The settings may have changed. */
  isIntoAccount(requestBody: string, currency: string): boolean
  /** @throws WebhookVerificationError; RailUnavailableError when the rail's keys are unreadable */
  verifyWebhook(webhook: UnverifiedWebhook): Promise<VerifiedWebhook>
  /**
   * The body must be verified already.
   *
   * @throws WebhookVerificationError
   */
  readWebhook(body: string): VerifiedWebhook
}

export const MAX_WEBHOOK_BYTES = 256 * 1024

/** The fields must hold no secrets and no personal data. */
export type RailLog = (fields: Record<string, string | number>, event: string) => void

/** The rail gave no usable answer. The outcome of the request can be unknown. */
export class RailUnavailableError extends Error {
  override name = 'RailUnavailableError'
  /** The status can be undefined even after an HTTP answer. */
  readonly status: number | undefined

  constructor(message: string, { status, ...options }: ErrorOptions & { status?: number } = {}) {
    super(message, options)
    this.status = status
  }
}

/** The rail answered 404. */
export class UnknownToRailError extends RailUnavailableError {
  override name = 'UnknownToRailError'
}

/** @throws UnknownToRailError for status 404, RailUnavailableError for any other status than 200 */
export function expectFound(operation: string, status: number): void {
  if (status === 404) throw new UnknownToRailError(`${operation}: status 404`)
  if (status !== 200) throw new RailUnavailableError(`${operation}: status ${status}`)
}

/** The message is the reason as a code, such as `bad_signature`. */
export class WebhookVerificationError extends Error {
  override name = 'WebhookVerificationError'
}
