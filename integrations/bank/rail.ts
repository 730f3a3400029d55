import type { BankReport, Rail } from '../../domain/invoice/index.ts'
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
  /** As the rail reports it now; absent where it reports nothing. */
  availability?: 'available' | 'unavailable' | 'maintenance'
}

/** What a rail can do at all, whatever the payment. */
export interface RailCapabilities {
  /** ISO 4217 codes of what it can bring to some account. */
  currencies: readonly string[]
  /** Those of them in which it keeps an account for us, whose statement can be read. */
  accountCurrencies: readonly string[]
  /** Where banks are that can pay in the currency, ISO 3166-1 alpha-2. */
  countries(currency: string): readonly string[]
  /** Whether a settled payment in this currency that went there can be given back over the rail. */
  refunds(currency: string, payout: PayoutAccount): boolean
  /** Whether a payment that waits for its payer can be stopped at all; some banks do not let it be. */
  cancel: boolean
  /** The most that one payment can be, in minor units; undefined where nobody says. Banks may take less. */
  limit(currency: string): bigint | undefined
}

export interface PaymentOrder {
  attemptId: string
  invoiceId: string
  bankId: string
  amount: Money
  /** Where the money goes. */
  payout: PayoutAccount
  /** What the payer sees on their statement, at most 18 characters of A–Z a–z 0–9 and `-`. */
  reference: string
  payer: { name: string; email: string }
}

export type CreatedPayment =
  | { outcome: 'created'; providerPaymentId: string; redirectUrl: string }
  | { outcome: 'refused'; reason: string }

/**
 * What a rail says about a payment, in the domain's words. `executed`: the payer's bank has sent the money, which is
 * the last that is heard of it where it goes straight to the merchant.
 */
export interface PaymentReading extends Pick<BankReport, 'reason'> {
  status: BankReport['status'] | 'executed'
  /** Minor units. */
  amount?: bigint
  currency?: string
  /** The rail's own words for the state, as `asTold` writes them. */
  railStatus: string
  /** The rail can take it back, and webhooks overtake each other: one that says so is only a reason to read it. */
  provisional?: true
}

/**
 * The words of a rail as they are kept: the payment's state first, then what else it says of it (where it failed, what
 * the bank said), with `/` between. Plain characters, at most 100.
 */
export function asTold(...words: (string | undefined)[]): string {
  const told = words.filter((word) => word !== undefined && word !== '').join('/')
  return told.replace(/[^A-Za-z0-9_./:-]/g, '_').slice(0, 100)
}

export interface RefundOrder {
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

/** What a rail says about a refund. One that was executed may fail yet: the payer's bank can return the money. */
export type RefundReading = { status: 'pending' | 'executed' | 'failed'; reason?: string }

export interface WebhookRequest {
  path: string
  headers: Record<string, string>
  body: string
}

/** A webhook whose origin is proven, and the payment or refund whose state it tells, if it tells one. */
export interface VerifiedWebhook {
  eventId: string
  type: string
  payment?: { providerPaymentId: string; attemptId?: string; reading: PaymentReading }
  refund?: {
    /** Absent where the rail names only the refund. */
    providerPaymentId?: string
    providerRefundId: string
    /** Ours, from the metadata. */
    refundId?: string
    reading: RefundReading
  }
}

/** Pay-by-bank as one interface; each rail is an adapter behind it. */
export interface BankRail {
  readonly id: Rail
  readonly capabilities: RailCapabilities
  /** Can it bring money in this currency there? */
  supports(currency: Currency, payout: PayoutAccount): boolean
  /**
   * Where the accounts are that it brings this currency to by their IBAN, ISO 3166-1 alpha-2: an IBAN says nothing of
   * the currency, and a bank abroad refuses what its scheme does not carry. None: it pays to no IBAN in the currency.
   */
  ibanCountries(currency: Currency): readonly string[]
  /** Banks that can pay in this currency, by name. */
  listBanks(currency: Currency): Promise<Bank[]>
  /** The exact body of the request that creates this payment: kept, and sent again unchanged. */
  preparePayment(order: PaymentOrder): string
  /** @throws RailUnavailableError when it is not known whether the rail took it: send the same again. */
  createPayment(attemptId: string, body: string, lastSend?: SendClaim): Promise<CreatedPayment>
  /** @throws UnknownToRailError, RailUnavailableError */
  readPayment(providerPaymentId: string): Promise<PaymentReading>
  /** `too_late`: the payer has authorised it. `goes_on`: it cannot be stopped. @throws RailUnavailableError */
  cancelPayment(providerPaymentId: string): Promise<'cancelled' | 'too_late' | 'goes_on'>
  /**
   * Hands over what a bank said in the address (`?…`, `#…`) when it sent a payer straight to us and not by way of the
   * rail. Absent where no bank does so.
   *
   * @returns which payment it is; undefined if it is none of this rail's
   * @throws RailUnavailableError when it is not known whether the rail took it: hand the same over again
   */
  submitReturn?(returned: { query: string; fragment: string }): Promise<string | undefined>
  /** The exact body of the request that creates this refund: kept, and sent again unchanged. */
  prepareRefund(order: RefundOrder): string
  /** @throws RailUnavailableError when it is not known whether the rail took it: send the same again. */
  createRefund(
    refundId: string,
    providerPaymentId: string,
    body: string,
    lastSend?: SendClaim,
  ): Promise<CreatedRefund>
  /** @throws UnknownToRailError, RailUnavailableError */
  readRefund(providerPaymentId: string, providerRefundId: string): Promise<RefundReading>
  /**
   * What came into and left our account at the provider, in order of time; undefined where it keeps none for us in this
   * currency. Both ends are included, milliseconds since 1970.
   * @throws UnknownToRailError, RailUnavailableError
   */
  readStatement(currency: string, from: number, to: number): Promise<AccountTransaction[] | undefined>
  /** Did the request of a payment name the account of that statement? The settings may have named another one then. */
  isIntoAccount(requestBody: string, currency: string): boolean
  /** @throws ForgedWebhookError, RailUnavailableError when the rail's keys cannot be read */
  verifyWebhook(request: WebhookRequest): Promise<VerifiedWebhook>
  /** Reads the body of a webhook that was proven before. @throws ForgedWebhookError if it is none */
  readWebhook(body: string): VerifiedWebhook
}

/** No rail's webhook comes near this many bytes; what is longer is refused before anything is computed over it. */
export const MAX_WEBHOOK_BYTES = 256 * 1024

/** Tells operators what no payer can mend: that a rail will not have us, and why. Never what is secret or personal. */
export type RailLog = (facts: Record<string, string | number>, sentence: string) => void

/** The rail did not answer, or says that it cannot at present. */
export class RailUnavailableError extends Error {
  override name = 'RailUnavailableError'
}

/** The rail answers that it has no such payment, refund or account: asking again will not change that. */
export class UnknownToRailError extends RailUnavailableError {
  override name = 'UnknownToRailError'
}

/** @throws UnknownToRailError, RailUnavailableError unless what was asked for is there */
export function expectFound(reading: string, status: number): void {
  if (status === 404) throw new UnknownToRailError(`${reading}: status 404`)
  if (status !== 200) throw new RailUnavailableError(`${reading}: status ${status}`)
}

/** A webhook that does not prove where it comes from, or when it was sent. The message says what was wrong. */
export class WebhookVerificationError extends Error {
  override name = 'ForgedWebhookError'
}
