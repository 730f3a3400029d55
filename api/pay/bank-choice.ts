import type { InvoiceRow } from '../../db/entities/index.ts'
import { newId } from '../../db/ids.ts'
import { payoutAccount } from '../../db/payout-accounts.ts'
import type { Currency } from '../../domain/money.ts'
import type { OfferedBank } from '../../integrations/bank/rails.ts'
import type { PayRequest } from '../../workflows/contract.ts'
import type { ApiDeps } from '../deps.ts'
import { canPay } from './pages/bank-list.tsx'

type Asked = Pick<InvoiceRow, 'merchantId' | 'mode' | 'currency'>

/** The banks that can bring money to an invoice's merchant, by whichever rail, and what is begun at one of them. */
export function createBankChoice({ em, rails }: Pick<ApiDeps, 'em' | 'rails'>) {
  async function list(invoice: Asked): Promise<OfferedBank[]> {
    const payout = await payoutAccount(em, invoice)
    return payout ? rails.banksFor(invoice.currency as Currency, payout) : []
  }

  return {
    /** @throws RailUnavailableError when no rail answers */
    list,

    /** A payment from this bank; undefined if it is not offered, or away. @throws RailUnavailableError */
    async begin(invoice: Asked, bankId: string, linkId: string): Promise<PayRequest | undefined> {
      const payout = await payoutAccount(em, invoice)
      const bank = (await list(invoice)).find(({ id }) => id === bankId)
      if (!payout || !bank || !canPay(bank)) return undefined
      const request = { attemptId: newId('pat'), rail: bank.rail, bankId, linkId }
      const canRefund = rails.refunds(bank.rail, invoice.currency as Currency, payout)
      return canRefund ? request : { ...request, refundable: false }
    },
  }
}
