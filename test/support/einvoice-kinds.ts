import type { CreditNoteDocument } from '../../domain/credit-note/document.ts'
import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import {
  creditNoteOf,
  oneRate,
  threeRates,
  inclusive,
  discounts,
  reverseCharge,
  exempt,
  zero,
  deposit,
  partPaid,
  creditedInPart,
  creditedWhole,
  foreign,
  foreignCredited,
  swissAccount,
  subCent,
  many,
  scripts,
  outside,
  takenOver,
  freeWithCharge,
} from './einvoice-documents.ts'

/** The figures are those of the issue, worked out by hand. */
interface Expected {
  lines: string
  discounts?: string
  charges?: string
  net: string
  tax: string
  gross: string
  rounding?: string
  /** The customer paid this before the issue. */
  paid?: string
  due: string
  /** BT-6 and BT-111. */
  national?: readonly [currency: string, tax: string]
  taxes: (readonly [category: string, rate: string, net: string, tax: string])[]
  /** The amounts and prices are net. */
  prices?: (readonly [net: string, price: string])[]
}

export interface EInvoiceKind {
  name: string
  document: InvoiceDocument
  creditNote?: CreditNoteDocument
  expected: Expected
}

export const EINVOICE_KINDS: readonly EInvoiceKind[] = [
  {
    name: 'one rate',
    document: oneRate,
    expected: {
      lines: '760.00',
      net: '760.00',
      tax: '144.40',
      gross: '904.40',
      due: '904.40',
      taxes: [['S', '19', '760.00', '144.40']],
      prices: [['760.00', '95.00']],
    },
  },
  {
    // 59.85 × 7 % = 4.1895
    name: 'three rates',
    document: threeRates,
    expected: {
      lines: '368.35',
      net: '368.35',
      tax: '61.19',
      gross: '429.54',
      due: '429.54',
      taxes: [
        ['S', '19', '300.00', '57.00'],
        ['S', '7', '59.85', '4.19'],
        ['Z', '0', '8.50', '0.00'],
      ],
    },
  },
  {
    // 9.99 / 6 = 1.665; 37.02 × 7 / 107 = 2.4219. By the standard 8.32 × 20 % = 1.664 and 34.60 × 7 % = 2.422.
    name: 'inclusive',
    document: inclusive,
    expected: {
      lines: '42.92',
      net: '42.92',
      tax: '4.08',
      gross: '47.00',
      rounding: '0.01',
      due: '47.01',
      taxes: [
        ['S', '20', '8.32', '1.66'],
        ['S', '7', '34.60', '2.42'],
      ],
    },
  },
  {
    // Lines: 1000.00 − 50.00 + 25.00 = 975.00 and 45.00 − 5.00 = 40.00. 10 %: 97.50 and 4.00.
    // 10.00 by 97.5 to 4: 9.61 and 0.39. 15.00: 14.41 and 0.59. Net: 882.30 and 36.20.
    name: 'discounts',
    document: discounts,
    expected: {
      lines: '1015.00',
      discounts: '111.50',
      charges: '15.00',
      net: '918.50',
      tax: '170.17',
      gross: '1088.67',
      due: '1088.67',
      taxes: [
        ['S', '19', '882.30', '167.64'],
        ['S', '7', '36.20', '2.53'],
      ],
    },
  },
  {
    name: 'reverse charge',
    document: reverseCharge,
    expected: {
      lines: '3600.00',
      net: '3600.00',
      tax: '0.00',
      gross: '3600.00',
      due: '3600.00',
      taxes: [['AE', '0', '3600.00', '0.00']],
    },
  },
  {
    name: 'exempt',
    document: exempt,
    expected: {
      lines: '1000.00',
      net: '1000.00',
      tax: '0.00',
      gross: '1000.00',
      due: '1000.00',
      taxes: [['E', '0', '1000.00', '0.00']],
    },
  },
  {
    name: 'zero',
    document: zero,
    expected: {
      lines: '1800.00',
      net: '1800.00',
      tax: '0.00',
      gross: '1800.00',
      due: '1800.00',
      taxes: [['Z', '0', '1800.00', '0.00']],
    },
  },
  {
    name: 'deposit',
    document: deposit,
    expected: {
      lines: '2000.00',
      net: '2000.00',
      tax: '380.00',
      gross: '2380.00',
      due: '2380.00',
      taxes: [['S', '19', '2000.00', '380.00']],
    },
  },
  {
    name: 'part-paid',
    document: partPaid,
    expected: {
      lines: '2000.00',
      net: '2000.00',
      tax: '380.00',
      gross: '2380.00',
      due: '2380.00',
      taxes: [['S', '19', '2000.00', '380.00']],
    },
  },
  {
    name: 'credited in part',
    document: creditedInPart,
    creditNote: creditNoteOf(creditedInPart, { lines: [{ line: 0, quantity: '4' }] }),
    expected: {
      lines: '380.00',
      net: '380.00',
      tax: '72.20',
      gross: '452.20',
      due: '452.20',
      taxes: [['S', '19', '380.00', '72.20']],
    },
  },
  {
    // 29.97 / 6 = 4.995. By the standard 24.97 × 20 % = 4.994.
    name: 'credited whole',
    document: creditedWhole,
    creditNote: creditNoteOf(creditedWhole, { rest: true }),
    expected: {
      lines: '24.97',
      net: '24.97',
      tax: '4.99',
      gross: '29.96',
      rounding: '0.01',
      due: '29.97',
      taxes: [['S', '20', '24.97', '4.99']],
    },
  },
  {
    // 190.00 × 0.92021 = 174.8399.
    name: 'foreign currency with the tax in the national one',
    document: foreign,
    expected: {
      lines: '1000.00',
      net: '1000.00',
      tax: '190.00',
      gross: '1190.00',
      due: '1190.00',
      national: ['EUR', '174.84'],
      taxes: [['S', '19', '1000.00', '190.00']],
    },
  },
  {
    // The note takes half, by the rate of the invoice.
    name: 'foreign currency, credited in part',
    document: foreignCredited,
    creditNote: creditNoteOf(foreignCredited, { lines: [{ line: 0, quantity: '1' }] }),
    expected: {
      lines: '1000.00',
      net: '1000.00',
      tax: '190.00',
      gross: '1190.00',
      due: '1190.00',
      national: ['EUR', '174.84'],
      taxes: [['S', '19', '1000.00', '190.00']],
    },
  },
  {
    // 1,234.56 × 0.19 = 234.5664.
    name: 'Swiss QR-bill',
    document: swissAccount,
    expected: {
      lines: '1234.56',
      net: '1234.56',
      tax: '234.57',
      gross: '1469.13',
      due: '1469.13',
      taxes: [['S', '19', '1234.56', '234.57']],
    },
  },
  {
    // 12,500 × 0.0035 = 43.75, and 0.125 × 0.008 = 0.001.
    name: 'sub-cent',
    document: subCent,
    expected: {
      lines: '43.75',
      net: '43.75',
      tax: '8.31',
      gross: '52.06',
      due: '52.06',
      taxes: [['S', '19', '43.75', '8.31']],
      prices: [
        ['43.75', '0.0035'],
        ['0.00', '0.008'],
      ],
    },
  },
  {
    // 135 hours: the quantities 1 to 5, nine times each. Every third line: 1+4+2+5+3, three times, is 45 hours.
    name: '45 lines',
    document: many,
    expected: {
      lines: '1687.50',
      net: '1687.50',
      tax: '253.13',
      gross: '1940.63',
      due: '1940.63',
      taxes: [
        ['S', '19', '1125.00', '213.75'],
        ['S', '7', '562.50', '39.38'],
      ],
    },
  },
  {
    name: 'other scripts',
    document: scripts,
    expected: {
      lines: '200.00',
      net: '200.00',
      tax: '38.00',
      gross: '238.00',
      due: '238.00',
      taxes: [['S', '19', '200.00', '38.00']],
    },
  },
  {
    name: 'outside the scope',
    document: outside,
    expected: {
      lines: '100.00',
      net: '100.00',
      tax: '0.00',
      gross: '100.00',
      due: '100.00',
      taxes: [['O', '0', '100.00', '0.00']],
    },
  },
  {
    name: 'taken over',
    document: takenOver,
    expected: {
      lines: '1190.00',
      net: '1190.00',
      tax: '226.10',
      gross: '1416.10',
      paid: '400.00',
      due: '1016.10',
      taxes: [['S', '19', '1190.00', '226.10']],
    },
  },
  {
    // 9.99 / 1.2 is 8.325: the charge is rounded to 8.33, the group to 8.32.
    name: 'a charge on a line without a price',
    document: freeWithCharge,
    expected: {
      lines: '8.32',
      net: '8.32',
      tax: '1.66',
      gross: '9.98',
      rounding: '0.01',
      due: '9.99',
      taxes: [['S', '20', '8.32', '1.66']],
      prices: [['8.32', '0.00']],
    },
  },
]
