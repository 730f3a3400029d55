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
   * The ISO 3166-1 alpha-2 code of the bank's country.
   *
   * @see https://www.iso.org/iso-3166-country-codes.html
   */
  country: string
  /** The present availability of the bank. Absent if the rail reports none. */
  availability?: 'available' | 'unavailable' | 'maintenance'
}

interface RailCapabilities {
  /** The currencies of payments, as ISO 4217 codes. */
  currencies: readonly string[]
  /**
   * The currencies with a merchant account at the provider, as ISO 4217 codes. Only merchant accounts have
   * statements.
   */
  accountCurrencies: readonly string[]
  /** Returns the countries of banks for a currency, as ISO 3166-1 alpha-2 codes. */
  countries(currency: string): readonly string[]
  refunds(currency: string, payout: PayoutAccount): boolean
  /** The value is true if the rail can cancel payments that wait for a payer. Single banks may still refuse. */
  cancel: boolean
  /**
   * Returns the highest amount of one payment in minor units, or undefined if unknown. Single banks may allow
   * less.
   */
  limit(currency: string): MinorUnits | undefined
}

export interface PaymentRequest extends Money {
  attemptId: string
  invoiceId: string
  bankId: string
  payout: PayoutAccount
  /** The text on the payer's statement, at most 18 characters: A–Z, a–z, 0–9, `-`. */
  reference: string
  payer: { name: string; email: string }
}

export type CreatedPayment =
  | { outcome: 'created'; providerPaymentId: string; redirectUrl: string }
  | { outcome: 'refused'; reason: string }

/**
 * The status of a payment at the rail. The status `executed` means that the payer's bank has sent the money.
 */
export interface PaymentStatusReport extends Pick<PaymentReport, 'reason' | 'unreadableAmount'> {
  status: PaymentReport['status'] | 'executed'
  amount?: MinorUnits
  currency?: string
  railStatus: string
  /** The value is true if the report needs a confirmation. The payment is read before a provisional webhook is used. */
  provisional?: true
  /** The rail's status, if the code does not know it. The report then has the status `authorizing`. */
  unknownStatus?: string
}

/**
 * Joins the parts of a rail's status with `/`. Each character outside A–Z a–z 0–9 `_ . / : -` becomes `_`.
 * The result has at most 100 characters.
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
  /** The text on the payer's statement: at most 18 plain characters. */
  reference: string
}

export type CreatedRefund =
  | { outcome: 'created'; providerRefundId: string }
  | { outcome: 'refused'; reason: string }

/** The status of a refund at the rail. A report of `failed` can follow a report of `executed`. */
export type RefundStatusReport = {
  status: 'pending' | 'executed' | 'failed'
  reason?: string
  /**
   * The rail's status, if unknown, or final without an outcome. The report then has the status `pending`.
   */
  unknownStatus?: string
}

export interface UnverifiedWebhook {
  path: string
  headers: Record<string, string>
  body: string
}

/** A webhook of proven origin. A report is present only if the event is about a payment or refund. */
export interface VerifiedWebhook {
  eventId: string
  type: string
  paymentReport?: PaymentStatusReport & {
    providerPaymentId: string
    attemptId?: string
  }
  refundReport?: RefundStatusReport & {
    /** The provider's id of the refunded payment. Absent if the rail names only the refund. */
    providerPaymentId?: string
    providerRefundId: string
    refundId?: string
  }
}

export interface BankRail {
  readonly id: Rail
  readonly capabilities: RailCapabilities
  supports(currency: Currency, payout: PayoutAccount): boolean
  /**
   * Returns the countries of payable IBANs in the currency, as ISO 3166-1 alpha-2 codes. The list can be
   * empty.
   */
  ibanCountries(currency: Currency): readonly string[]
  /**
   * Lists the banks that can pay in the currency, ordered by name.
   *
   * @throws RailUnavailableError if the read fails and no earlier list exists
   */
  listBanks(currency: Currency): Promise<Bank[]>
  /** Builds the request body. The caller stores the body, so that every repetition is identical. */
  preparePayment(request: PaymentRequest): string
  /** @throws RailUnavailableError when the outcome is unknown; the caller then resends the same body */
  createPayment(attemptId: string, body: string, sendClaim?: SendClaim): Promise<CreatedPayment>
  /** @throws UnknownToRailError, RailUnavailableError */
  readPayment(providerPaymentId: string): Promise<PaymentStatusReport>
  /**
   * Cancels a payment. The result `cancelled` includes a payment that has already failed. The result
   * `too_late` means that the payer has authorised the payment.
   *
   * @throws RailUnavailableError
   */
  cancelPayment(providerPaymentId: string): Promise<'cancelled' | 'too_late' | 'not_cancellable'>
  /**
   * Submits the query (`?…`) and fragment (`#…`) of a bank's direct return. The method is absent if banks
   * return payers only through the rail.
   *
   * @returns the provider's id of the payment; undefined if no payment belongs to the return
   * @throws RailUnavailableError when the outcome is unknown; the caller then submits the same return again
   */
  submitReturn?(returned: { query: string; fragment: string }): Promise<string | undefined>
  /** Builds the request body. The caller stores the body, so that every repetition is identical. */
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
   * Checks whether a stored payment request pays into the present account of the currency. The settings may
   * have changed after the request.
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

/** The length of the longest accepted webhook body, in bytes. The length is checked before the signature. */
export const MAX_WEBHOOK_BYTES = 256 * 1024

/** A function that logs an event of a rail. The fields must hold no secrets and no personal data. */
export type RailLog = (fields: Record<string, string | number>, event: string) => void

/** An error for a rail without a usable answer. The outcome of the request can be unknown. */
export class RailUnavailableError extends Error {
  override name = 'RailUnavailableError'
  /** The HTTP status of the answer. Undefined without an answer, and for some unusable answers. */
  readonly status: number | undefined

  constructor(message: string, { status, ...options }: ErrorOptions & { status?: number } = {}) {
    super(message, options)
    this.status = status
  }
}

/** An error for status 404: the rail does not know the payment, refund or account. */
export class UnknownToRailError extends RailUnavailableError {
  override name = 'UnknownToRailError'
}

/** @throws UnknownToRailError for status 404, RailUnavailableError for any other status than 200 */
export function expectFound(operation: string, status: number): void {
  if (status === 404) throw new UnknownToRailError(`${operation}: status 404`)
  if (status !== 200) throw new RailUnavailableError(`${operation}: status ${status}`)
}

/** An error for a refused webhook. The message is the reason as a code, such as `bad_signature`. */
export class WebhookVerificationError extends Error {
  override name = 'WebhookVerificationError'
}
