import { loadEvents } from '../../db/invoices/event-store.ts'
import type { InvoiceRow } from '../../db/entities/index.ts'
import { newId } from '../../db/ids.ts'
import { payoutAccount } from '../../db/payments/payout-accounts.ts'
import { amountRequested, fold } from '../../domain/invoice/index.ts'
import { type Currency, formatMoney, type Money } from '../../domain/shared/money.ts'
import { fingerprint } from '../../domain/payment/payout-account.ts'
import { type OfferedBank, takesNow } from '../../integrations/bank/rails.ts'
import type { PayRequest } from '../../workflows/invoice/contract.ts'
import type { ApiDeps } from '../deps.ts'
import type { ListedBank } from './pages/bank-list.tsx'

type AmountRequest = Pick<
  InvoiceRow,
  'merchantId' | 'mode' | 'currency' | 'amount' | 'amountDue' | 'deposit' | 'billingAddress'
>

/** The banks that can bring money to an invoice's merchant, by whichever rail, and what is begun at one of them. */
export function createBankChoice({ em, rails }: Pick<ApiDeps, 'em' | 'rails'>) {
  async function list(invoice: AmountRequest): Promise<(OfferedBank & ListedBank)[]> {
    const payout = await payoutAccount(em, invoice)
    if (!payout) return []
    const currency = invoice.currency as Currency
    const asked = amountRequested(invoice)
    const offered = (await rails.banksFor(currency, payout, asked)).map((bank) => {
      const away = findUnavailableReason(bank, { amount: asked, currency })
      return away ? { ...bank, away } : bank
    })
    const home = countryOf(invoice)
    return [
      ...offered.filter(({ country }) => country === home),
      ...offered.filter(({ country }) => country !== home),
    ]
  }

  return {
    /** Those of the customer's own country first. @throws RailUnavailableError when no rail answers */
    list,

    /** A payment from this bank; undefined if it is not offered, or away. @throws RailUnavailableError */
    async begin(invoice: AmountRequest, bankId: string, linkId: string): Promise<PayRequest | undefined> {
      const payout = await payoutAccount(em, invoice)
      const bank = (await list(invoice)).find(({ id }) => id === bankId)
      if (!payout || !bank || bank.unavailableReason) return undefined
      const request = {
        attemptId: newId('pat'),
        rail: bank.rail,
        bankId,
        linkId,
        payout: fingerprint(payout),
      }
      const canRefund = rails.refunds(bank.rail, invoice.currency as Currency, payout)
      return canRefund ? request : { ...request, refundable: false }
    },

    /** Does what was begun go to where the merchant is paid now? One of the first version does not tell. */
    async isCurrent(invoice: InvoiceRow, attemptId: string): Promise<boolean> {
      const payout = await payoutAccount(em, invoice)
      const { attempts } = fold(await loadEvents(em.fork(), invoice.id))
      const begun = attempts.find(({ id }) => id === attemptId)
      return payout !== undefined && (begun?.payout ?? fingerprint(payout)) === fingerprint(payout)
    },
  }
}

/** Where the customer is, as far as the invoice tells. */
function countryOf({ billingAddress }: Pick<InvoiceRow, 'billingAddress'>): string | undefined {
  return billingAddress && 'country' in billingAddress ? billingAddress.country : undefined
}

/** Why a bank takes no payment of this amount now, in a few words; undefined if, as far as is known, it does. */
function findUnavailableReason(bank: OfferedBank, asked: Money): string | undefined {
  if (takesNow(bank, asked.amount)) return undefined
  if (bank.availability === 'maintenance') return 'In maintenance'
  if (bank.availability === 'unavailable' || bank.limit === undefined) return 'Not available now'
  return `Takes at most ${formatMoney({ ...asked, amount: bank.limit })}`
}
