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
   * ISO 3166-1 alpha-2 code, or empty.
   *
   * @see https://www.iso.org/iso-3166-country-codes.html
   */
  country: string
  availability?: 'available' | 'unavailable' | 'maintenance'
}

interface RailCapabilities {
  /**
   * ISO 4217 codes.
   *
   * @see https://www.iso.org/iso-4217-currency-codes.html
   */
  currencies: readonly string[]
  accountCurrencies: readonly string[]
  countries(currency: string): readonly string[]
  refunds(currency: string, payout: PayoutAccount): boolean
  cancel: boolean
  limit(currency: string): MinorUnits | undefined
  /** Matches each reference that the currency's scheme carries unchanged. */
  reference(currency: string): RegExp
}

export interface PaymentRequest extends Money {
  attemptId: string
  invoiceId: string
  bankId: string
  payout: PayoutAccount
  remittanceReference: string
  payer: { name: string; email: string }
}

export type CreatedPayment =
  | { outcome: 'created'; providerPaymentId: string; redirectUrl: string }
  | RefusedPayment

export interface RefusedPayment {
  outcome: 'refused'
  reason: string
  /** The rail found a fault in the request itself, so a repetition fails too. */
  isRequestInvalid?: true
}

export interface RailPaymentReport extends Pick<PaymentReport, 'reason' | 'unreadableAmount'> {
  status: PaymentReport['status'] | 'executed'
  amount?: MinorUnits
  currency?: string
  railStatus: string
  /** A webhook's provisional report must not settle an invoice. */
  provisional?: true
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
  remittanceReference: string
}

export type CreatedRefund =
  | { outcome: 'created'; providerRefundId: string }
  | { outcome: 'refused'; reason: string }

export type RailRefundReport = {
  status: 'pending' | 'executed' | 'failed'
  reason?: string
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
  paymentReport?: RailPaymentReport & {
    providerPaymentId: string
    attemptId?: string
  }
  refundReport?: RailRefundReport & {
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
  /** @throws RailUnavailableError if the read fails and no earlier list exists */
  listBanks(currency: Currency): Promise<Bank[]>
  preparePayment(request: PaymentRequest): string
  /**
   * A retry must send the same body.
   *
   * @throws RailUnavailableError
   */
  createPayment(attemptId: string, body: string, sendClaim?: SendClaim): Promise<CreatedPayment>
  /** @throws UnknownToRailError, RailUnavailableError */
  readPayment(providerPaymentId: string): Promise<RailPaymentReport>
  /** @throws RailUnavailableError */
  cancelPayment(providerPaymentId: string): Promise<'cancelled' | 'too_late' | 'not_cancellable'>
  /** @throws RailUnavailableError */
  submitReturn?(returned: { query: string; fragment: string }): Promise<string | undefined>
  prepareRefund(request: RefundRequest): string
  /**
   * A retry must send the same body.
   *
   * @throws RailUnavailableError
   */
  createRefund(
    refundId: string,
    providerPaymentId: string,
    body: string,
    sendClaim?: SendClaim,
  ): Promise<CreatedRefund>
  /** @throws UnknownToRailError, RailUnavailableError */
  readRefund(providerPaymentId: string, providerRefundId: string): Promise<RailRefundReport>
  /**
   * `from` and `to` are milliseconds since 1970.
   *
   * @throws UnknownToRailError, RailUnavailableError
   */
  readStatement(currency: string, from: number, to: number): Promise<AccountTransaction[] | undefined>
  /** Returns the rail's id of the account, or undefined for the merchant's own bank. */
  settlementAccountOf(requestBody: string): string | undefined
  isSettlementAccount(account: string, currency: string): boolean
  /** @throws WebhookVerificationError; RailUnavailableError if the rail's keys are unreadable */
  verifyWebhook(webhook: UnverifiedWebhook): Promise<VerifiedWebhook>
  /**
   * Does not verify the signature.
   *
   * @throws WebhookVerificationError
   */
  readWebhook(body: string): VerifiedWebhook
}

export const MAX_WEBHOOK_BYTES = 256 * 1024

/** The default level is that of the process. */
export type RailLog = (
  fields: Record<string, string | number>,
  event: string,
  level?: 'error' | 'warn',
) => void

/** The outcome of the request can be unknown. */
export class RailUnavailableError extends Error {
  override name = 'RailUnavailableError'
  readonly status: number | undefined

  constructor(message: string, { status, ...options }: ErrorOptions & { status?: number } = {}) {
    super(message, options)
    this.status = status
  }
}

export class UnknownToRailError extends RailUnavailableError {
  override name = 'UnknownToRailError'
}

/** @throws UnknownToRailError for status 404, RailUnavailableError for any other status than 200 */
export function expectFound(operation: string, status: number): void {
  if (status === 404) throw new UnknownToRailError(`${operation}: status 404`)
  if (status !== 200) throw new RailUnavailableError(`${operation}: status ${status}`)
}

export class WebhookVerificationError extends Error {
  override name = 'WebhookVerificationError'
}
