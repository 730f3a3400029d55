import type { InvoiceRow } from '../../db/entities/index.ts'
import { newId } from '../../db/ids.ts'
import type { EntityManager } from '../../db/orm.ts'
import { payoutAccount } from '../../db/payments/payout-accounts.ts'
import { amountRequested, type PaymentAttempt } from '../../domain/invoice/index.ts'
import { type Currency, formatMoney, type MinorUnits, type Money } from '../../domain/shared/money.ts'
import { fingerprint, type PayoutAccount } from '../../domain/payment/payout-account.ts'
import { type OfferedBank, type Rails, takesNow } from '../../integrations/bank/rails.ts'
import type { PayRequest } from '../../workflows/invoice/contract.ts'
import type { ListedBank } from './pages/bank-list.tsx'

export type AmountRequest = Pick<
  InvoiceRow,
  'merchantId' | 'mode' | 'currency' | 'status' | 'amount' | 'amountDue' | 'deposit' | 'billingAddress'
>

export function createBankChoice(rails: Rails) {
  /** @throws RailUnavailableError if a rail fails and no other rail lists a bank */
  async function list(em: EntityManager, invoice: AmountRequest): Promise<(OfferedBank & ListedBank)[]> {
    const payout = await payoutAccount(em, invoice)
    return payout ? listFor(invoice, payout) : []
  }

  async function listFor(
    invoice: AmountRequest,
    payout: PayoutAccount,
  ): Promise<(OfferedBank & ListedBank)[]> {
    const currency = invoice.currency as Currency
    const amount = amountRequested(invoice)
    const offered = (await rails.banksFor(currency, payout, amount)).map((bank) => {
      const unavailableReason = findUnavailableReason(bank, { amount, currency })
      return unavailableReason ? { ...bank, unavailableReason } : bank
    })
    const home = countryOf(invoice)
    return [
      ...offered.filter(({ country }) => country === home),
      ...offered.filter(({ country }) => country !== home),
    ]
  }

  async function choose(
    em: EntityManager,
    invoice: AmountRequest,
    bankId: string,
  ): Promise<{ bank: OfferedBank; payout: PayoutAccount } | undefined> {
    const payout = await payoutAccount(em, invoice)
    if (!payout) return undefined
    const bank = (await listFor(invoice, payout)).find(({ id }) => id === bankId)
    return bank && !bank.unavailableReason ? { bank, payout } : undefined
  }

  return {
    list,
    choose,

    /**
     * @param seen the amount on the payer's page, in minor units; undefined if unknown
     * @throws RailUnavailableError
     */
    async prepare(
      em: EntityManager,
      invoice: AmountRequest,
      bankId: string,
      linkId: string,
      seen?: MinorUnits,
    ): Promise<PayRequest | undefined> {
      const chosen = await choose(em, invoice, bankId)
      if (!chosen) return undefined
      const { bank, payout } = chosen
      const request: PayRequest = {
        attemptId: newId('pat'),
        rail: bank.rail,
        bankId,
        linkId,
        payout: fingerprint(payout),
        ...(seen === undefined ? {} : { amount: seen }),
      }
      const canRefund = rails.refunds(bank.rail, invoice.currency as Currency, payout)
      return canRefund ? request : { ...request, refundable: false }
    },

    async isCurrent(
      em: EntityManager,
      invoice: AmountRequest,
      attempt: Pick<PaymentAttempt, 'amount' | 'payout'> | undefined,
    ): Promise<boolean> {
      const payout = await payoutAccount(em, invoice)
      if (!payout || attempt?.amount !== amountRequested(invoice)) return false
      return attempt.payout === fingerprint(payout)
    },
  }
}

function countryOf({ billingAddress }: Pick<InvoiceRow, 'billingAddress'>): string | undefined {
  return billingAddress && 'country' in billingAddress ? billingAddress.country : undefined
}

function findUnavailableReason(bank: OfferedBank, requested: Money): string | undefined {
  if (takesNow(bank, requested.amount)) return undefined
  if (bank.availability === 'maintenance') return 'In maintenance'
  if (bank.availability === 'unavailable' || bank.limit === undefined) return 'Not available now'
  return `Takes at most ${formatMoney({ ...requested, amount: bank.limit })}`
}
