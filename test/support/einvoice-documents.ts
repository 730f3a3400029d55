import { creditBasis } from '../../domain/credit-note/basis.ts'
import { creditOf } from '../../domain/credit-note/credit-of.ts'
import type { CreditNoteDocument } from '../../domain/credit-note/document.ts'
import type { WantedCredit } from '../../domain/credit-note/types.ts'
import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import type { Currency } from '../../domain/shared/money.ts'
import { nationalTaxOf } from '../../domain/tax/national-tax.ts'
import { totalsOf } from '../../domain/tax/totals.ts'
import { type InvoiceLine, NET_PRICES, type Priced } from '../../domain/tax/types.ts'
import { invoiceDocument, paymentRecord } from './invoice-document.ts'

const EUR = 'EUR' as Currency

const SELLER: InvoiceDocument['merchant'] = {
  name: 'Larkspur Studio',
  legalName: 'Larkspur Studio GmbH',
  email: 'accounts@larkspur.example',
  phone: '+49 30 1234567',
  address: { line1: 'Lindenstraße 12', line2: 'Hof 2', city: 'Berlin', postal_code: '10969', country: 'DE' },
  companyNumber: 'HRB 123456',
  vatNumber: 'DE123456789',
  taxNumber: '29/123/45678',
  electronicAddress: { scheme: '9930', value: 'DE123456789' },
  einvoiceContact: { name: 'Ada Byron', phone: '+49 30 1234567', email: 'rechnung@larkspur.example' },
  bankDetails: {
    account_name: 'Larkspur Studio GmbH',
    iban: 'DE02120300000000202051',
    bic: 'BYLADEM1001',
    reference: 'number',
    show_on_documents: true,
  },
  terms: 'Payable within 14 days.',
}

const BUYER: InvoiceDocument['customer'] = {
  name: 'Pfeiffer & Söhne <Bau> KG',
  email: 'kreditoren@pfeiffer.example',
  companyNumber: 'HRA 98765',
  vatNumber: 'DE987654321',
  billingAddress: { line1: 'Hafenweg 3', city: 'Hamburg', postal_code: '20457', country: 'DE' },
  electronicAddress: { scheme: '0204', value: '04011000-12345-34' },
}

const ABROAD: InvoiceDocument['customer'] = {
  name: 'Donau Handels GmbH',
  email: 'rechnung@donau.example',
  companyNumber: 'FN 123456a',
  vatNumber: 'ATU12345675',
  billingAddress: { line1: 'Ring 1', city: 'Wien', postal_code: '1010', country: 'AT' },
  electronicAddress: { scheme: '9914', value: 'ATU12345675' },
}

const line = (
  description: string,
  quantity: string,
  unitAmount: string,
  more: Partial<InvoiceLine> = {},
): InvoiceLine => ({
  description,
  quantity,
  unit: 'HUR',
  unitAmount,
  taxRate: '19',
  ...more,
})

let count = 0

function documentOf(
  priced: Partial<Priced> & Pick<Priced, 'lines'>,
  more: Partial<InvoiceDocument> = {},
  /** The rate converts the invoice's currency to the euro. */
  exchangeRate?: string,
): InvoiceDocument {
  count += 1
  const number = `INV-2026-${String(count).padStart(4, '0')}`
  const dueDate = '2026-12-07'
  const totals = totalsOf({ ...NET_PRICES, ...priced })
  const { currency = EUR } = more
  if (exchangeRate) totals.nationalTax = nationalTaxOf(totals.tax, currency, { currency: EUR, exchangeRate })
  return {
    ...invoiceDocument(priced),
    number,
    merchant: SELLER,
    customer: BUYER,
    currency: EUR,
    buyerReference: '04011000-12345-34',
    purchaseOrder: 'PO-4711',
    deliveryDate: '2026-11-20',
    issuedOn: '2026-11-23',
    dueDate,
    issue: { id: `inv_${count}`, dueDate, amountPaid: 0 },
    ...priced,
    totals,
    amountDue: totals.amount,
    amountRequested: totals.amount,
    ...more,
  }
}

export function creditNoteOf(document: InvoiceDocument, wanted: WantedCredit): CreditNoteDocument {
  const words = { reduction: 'Credit', adjustment: 'Share in the discounts' }
  const content = creditOf(creditBasis(document, document.totals.groups), [], wanted, words)
  if ('refused' in content) throw new RangeError(content.refused)
  return {
    id: `crn_${document.number}`,
    number: document.number.replace('INV', 'CN'),
    issuedOn: '2026-11-30',
    reason: 'Half of the work was not needed.',
    invoice: document,
    ...content,
  }
}

export const oneRate = documentOf({ lines: [line('Design of the logo\nThree drafts', '8', '9500')] })
export const threeRates = documentOf({
  lines: [
    line('Consulting', '2.5', '12000'),
    line('Handbook', '3', '1995', { unit: 'C62', taxRate: '7' }),
    line('Postage stamps', '10', '85', { unit: 'H87', taxRate: '0', taxCategory: 'zero' }),
  ],
})
export const inclusive = documentOf({
  lines: [
    line('Ticket', '1', '999', { unit: 'C62', taxRate: '20' }),
    line('Book', '3', '1234', { unit: 'C62', taxRate: '7' }),
  ],
  pricesIncludeTax: true,
})
export const discounts = documentOf({
  lines: [
    line('Programming', '10', '10000', {
      discounts: [{ percent: '5', description: 'Loyalty' }],
      charges: [{ amount: 2_500 }],
    }),
    line('Printing', '100', '45', { unit: 'C62', taxRate: '7', discounts: [{ amount: 500 }] }),
  ],
  discounts: [{ percent: '10', description: 'Campaign' }, { amount: 1_000 }],
  charges: [{ amount: 1_500, description: 'Delivery' }],
})
export const reverseCharge = documentOf(
  { lines: [line('Development', '40', '9000', { taxRate: '0', taxCategory: 'reverse_charge' })] },
  { customer: ABROAD },
)
export const exempt = documentOf({
  lines: [
    line('Training', '2', '50000', {
      unit: 'DAY',
      taxRate: '0',
      taxCategory: 'exempt',
      exemptionReason: '§ 4 Nr. 21 UStG',
    }),
  ],
})
export const zero = documentOf({
  lines: [line('Solar panel', '12', '15000', { unit: 'C62', taxRate: '0', taxCategory: 'zero' })],
})
export const deposit = documentOf(
  { lines: [line('Website', '1', '200000', { unit: 'LS' })] },
  { deposit: 50_000, amountRequested: 50_000 },
)
export const partPaid = documentOf(
  { lines: [line('Website', '1', '200000', { unit: 'LS' })] },
  {
    amountReceived: 100_000,
    amountDue: 138_000,
    amountRequested: 138_000,
    payments: [paymentRecord({ amount: 100_000 })],
  },
)
export const creditedInPart = documentOf({
  lines: [line('Design', '8', '9500'), line('Handbook', '2', '1995', { unit: 'C62', taxRate: '7' })],
})
export const creditedWhole = documentOf({
  lines: [line('Ticket', '3', '999', { unit: 'C62', taxRate: '20' })],
  pricesIncludeTax: true,
})
export const foreign = documentOf(
  { lines: [line('Licence', '1', '100000', { unit: 'ANN' })] },
  { currency: 'USD' as Currency },
  '0.92021',
)
export const foreignCredited = documentOf(
  { lines: [line('Licence', '2', '100000', { unit: 'ANN' })] },
  { currency: 'USD' as Currency },
  '0.92021',
)
export const subCent = documentOf({
  lines: [
    line('Requests', '12500', '0.35', { unit: 'C62' }),
    line('Storage', '0.125', '0.8', { unit: 'C62' }),
  ],
})
/** The last page ends with the payment part. */
export const swissAccount = documentOf(
  { lines: [line('Licence', '1', '123456', { unit: 'ANN' })] },
  {
    paymentReference: '210000000003139471430009017',
    merchant: {
      ...SELLER,
      bankDetails: {
        account_name: 'Larkspur Studio GmbH',
        iban: 'CH4431999123000889012',
        reference: 'qrr',
        show_on_documents: true,
      },
    },
  },
)
export const many = documentOf({
  lines: Array.from({ length: 45 }, (_, i) =>
    line(`Page ${i + 1}`, String((i % 5) + 1), '1250', i % 3 === 0 ? { taxRate: '7' } : {}),
  ),
})
export const scripts = documentOf(
  { lines: [line('Σχεδιασμός · Дизайн · תכנון · تصميم', '1', '10000'), line('ออกแบบ ดีไซน์', '2', '5000')] },
  { customer: { ...BUYER, name: 'Ελληνική Εταιρεία — شركة' }, description: 'Ünïcødé “quotes” & <tags> 🎨' },
)
export const outside = documentOf({
  lines: [line('Donation', '1', '10000', { unit: 'C62', taxRate: '0', taxCategory: 'outside_scope' })],
})
export const takenOver = documentOf(
  { lines: [line('Support', '1', '119000', { unit: 'MON' })] },
  {
    number: 'ALT-77',
    issuedOn: '2026-08-03',
    dueDate: '2026-08-17',
    issue: { id: 'inv_old', dueDate: '2026-08-17', amountPaid: 40_000 },
    status: 'overdue',
    servicePeriod: { from: '2026-07-01', to: '2026-07-31' },
  },
)
export const freeWithCharge = documentOf({
  lines: [line('Sample', '1', '0', { unit: 'C62', taxRate: '20', charges: [{ amount: 999 }] })],
  pricesIncludeTax: true,
})
