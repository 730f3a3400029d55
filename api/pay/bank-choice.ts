import { LRUCache } from 'lru-cache'
import type { InvoiceRow } from '../../db/entities/index.ts'
import { newId } from '../../db/ids.ts'
import { amountRequested, type PaymentAttempt } from '../../domain/invoice/index.ts'
import type { Currency, MinorUnits, Money } from '../../domain/shared/money.ts'
import { type LinkKey, signLogoAddress } from '../../domain/payment/payment-link.ts'
import { fingerprint, type PayoutAccount } from '../../domain/payment/payout-account.ts'
import { type OfferedBank, takesNow } from '../../integrations/bank/offered-banks.ts'
import type { Rails } from '../../integrations/bank/rails.ts'
import type { PayRequest } from '../../workflows/invoice/contract.ts'
import type { ListedBank } from './pages/bank-list.tsx'

export type AmountRequest = Pick<
  InvoiceRow,
  'currency' | 'status' | 'amount' | 'amountCredited' | 'amountDue' | 'deposit'
>

const MAX_LOGOS = 5_000

export function createBankChoice(rails: Rails, linkKeys: readonly LinkKey[]) {
  const logoPaths = new LRUCache<string, string>({
    max: MAX_LOGOS,
    memoMethod: (url) => `/pay/assets/banks/${signLogoAddress(url, linkKeys)}`,
  })

  /** @throws RailUnavailableError if a rail fails and no other rail lists a bank */
  async function list(
    invoice: AmountRequest,
    payout: PayoutAccount | null,
  ): Promise<(OfferedBank & ListedBank)[]> {
    if (!payout) return []
    const currency = invoice.currency as Currency
    const amount = amountRequested(invoice)
    return (await rails.offeredBanks(currency, payout, amount)).map((bank) => {
      const { logoUrl } = bank
      const unavailable = unavailableFor(bank, { amount, currency })
      return {
        ...bank,
        ...(logoUrl ? { logoPath: logoPaths.memo(logoUrl) } : {}),
        ...(unavailable ? { unavailable } : {}),
      }
    })
  }

  async function choose(
    invoice: AmountRequest,
    payout: PayoutAccount | null,
    bankId: string,
  ): Promise<{ bank: OfferedBank; payout: PayoutAccount } | undefined> {
    if (!payout) return undefined
    const bank = (await list(invoice, payout)).find(({ id }) => id === bankId)
    return bank && !bank.unavailable ? { bank, payout } : undefined
  }

  return {
    list,
    choose,

    /**
     * @param amount minor units
     *
     * @throws RailUnavailableError
     */
    async prepare(
      invoice: AmountRequest,
      account: PayoutAccount | null,
      bankId: string,
      linkId: string,
      amount?: MinorUnits,
    ): Promise<PayRequest | undefined> {
      const chosen = await choose(invoice, account, bankId)
      if (!chosen) return undefined
      const { bank, payout } = chosen
      const request: PayRequest = {
        attemptId: newId('pat'),
        rail: bank.rail,
        bankId,
        linkId,
        payout: fingerprint(payout),
        ...(amount === undefined ? {} : { amount }),
      }
      const canRefund = rails.refunds(bank.rail, invoice.currency as Currency, payout)
      return canRefund ? request : { ...request, refundable: false }
    },

    isCurrent(
      invoice: AmountRequest,
      payout: PayoutAccount | null,
      attempt: Pick<PaymentAttempt, 'amount' | 'payout'> | undefined,
    ): boolean {
      if (!payout || attempt?.amount !== amountRequested(invoice)) return false
      return attempt.payout === fingerprint(payout)
    },
  }
}

function unavailableFor(bank: OfferedBank, { amount, currency }: Money): ListedBank['unavailable'] {
  if (takesNow(bank, amount)) return undefined
  if (bank.availability === 'maintenance') return 'maintenance'
  if (bank.availability === 'unavailable' || bank.limit === undefined) return 'unavailable'
  return { limit: { amount: bank.limit, currency } }
}
