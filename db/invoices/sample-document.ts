import { type InvoiceDocument, unpaidPosition } from '../../domain/invoice/document.ts'
import { addDays, dateInZone } from '../../domain/shared/calendar.ts'
import type { Currency } from '../../domain/shared/money.ts'
import { totalsOf } from '../../domain/tax/totals.ts'
import { NET_PRICES } from '../../domain/tax/types.ts'
import type { MerchantRow } from '../entities/index.ts'
import { brandOf } from '../settings/brand.ts'
import { profileOf } from './document.ts'

const PRICED = {
  ...NET_PRICES,
  lines: [{ description: 'Brand identity', quantity: '1', unitAmount: '125000' }],
}
const DAYS_TO_PAY = 14

/** The returned invoice does not exist. */
export function sampleDocument(merchant: MerchantRow, currency: Currency): InvoiceDocument {
  const issuedOn = dateInZone(Date.now(), merchant.timeZone)
  const totals = totalsOf(PRICED)
  return {
    number: `${merchant.numberPrefix}-${issuedOn.slice(0, 4)}-0001`,
    merchant: profileOf(merchant),
    brand: brandOf(merchant),
    customer: { name: 'Ada Byron', email: 'ada@customer.example' },
    description: 'Brand identity',
    currency,
    ...PRICED,
    totals,
    issuedOn,
    dueDate: addDays(issuedOn, DAYS_TO_PAY),
    ...unpaidPosition(totals.amount),
  }
}
