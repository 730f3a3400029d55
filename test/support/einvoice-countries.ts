import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import { nationalCurrencyOf } from '../../domain/tax/national-currency.ts'
import { nationalTaxOf } from '../../domain/tax/national-tax.ts'
import { totalsOf } from '../../domain/tax/totals.ts'
import { oneRate } from './einvoice-documents.ts'

interface Seller {
  vatNumber: string
  companyNumber?: string
  taxNumber?: string
  address: [scheme: string, value: string]
  iban?: string
}

const SELLERS: Readonly<Record<string, Seller>> = {
  AT: { vatNumber: 'ATU12345675', address: ['9914', 'ATU12345675'], iban: 'AT611904300234573201' },
  BE: {
    vatNumber: 'BE0202239951',
    companyNumber: '0202.239.951',
    address: ['0208', '0202239951'],
    iban: 'BE68539007547034',
  },
  CH: { vatNumber: 'CHE100155212', address: ['0183', 'CHE100155212'], iban: 'CH9300762011623852957' },
  DK: {
    vatNumber: 'DK13585628',
    companyNumber: '13585628',
    address: ['0184', '13585628'],
    iban: 'DK5000400440116243',
  },
  ES: { vatNumber: 'ESA28015865', address: ['9920', 'ESA28015865'], iban: 'ES9121000418450200051332' },
  FI: {
    vatNumber: 'FI20774740',
    companyNumber: '2077474-0',
    address: ['0216', '003720774740'],
    iban: 'FI2112345600000785',
  },
  FR: {
    vatNumber: 'FR40303265045',
    companyNumber: '303 265 045',
    address: ['0002', '303265045'],
    iban: 'FR1420041010050500013M02606',
  },
  GB: { vatNumber: 'GB980780684', companyNumber: '01234567', address: ['9932', 'GB980780684'] },
  IS: {
    vatNumber: 'IS12345',
    companyNumber: '450174-0519',
    address: ['0196', '4501740519'],
    iban: 'IS140159260076545510730339',
  },
  IT: {
    vatNumber: 'IT00743110157',
    taxNumber: '00743110157',
    address: ['0211', 'IT00743110157'],
    iban: 'IT60X0542811101000000123456',
  },
  NL: {
    vatNumber: 'NL862637223B01',
    companyNumber: '73512832',
    address: ['0106', '73512832'],
    iban: 'NL91ABNA0417164300',
  },
  NO: {
    vatNumber: 'NO995525828MVA',
    companyNumber: '995525828',
    address: ['0192', '995525828'],
    iban: 'NO9386011117947',
  },
  PL: { vatNumber: 'PL8567346215', address: ['9945', 'PL8567346215'], iban: 'PL61109010140000071219812874' },
  SE: {
    vatNumber: 'SE556188840401',
    companyNumber: '556188-8404',
    taxNumber: '556188-8404',
    address: ['0007', '5561888404'],
    iban: 'SE3550000000054910000003',
  },
}

/** Each seller has a German and a domestic customer, with and without an account. */
export function invoicesOfCountries(): { name: string; document: InvoiceDocument }[] {
  return Object.entries(SELLERS).flatMap(([country, seller]) =>
    ['DE', country].flatMap((buyer) =>
      [true, false].map((hasAccount) => ({
        name: `${country}-${buyer}-${hasAccount ? 'account' : 'online'}`,
        document: invoiceOf(country, seller, buyer, hasAccount),
      })),
    ),
  )
}

function invoiceOf(
  country: string,
  { vatNumber, companyNumber, taxNumber, address: [scheme, value], iban }: Seller,
  buyer: string,
  hasAccount: boolean,
): InvoiceDocument {
  // SE-R-006 knows the Swedish rates only.
  const lines = oneRate.lines.map((line) => ({ ...line, taxRate: country === 'SE' ? '25' : '19' }))
  const address = { line1: 'Main street 1', city: 'Town', postal_code: '12345', country }
  const totals = totalsOf({ ...oneRate, lines })
  const currency = nationalCurrencyOf(country) ?? oneRate.currency
  const exchange = { currency, exchangeRate: '1.2345' }
  const nationalTax =
    currency === oneRate.currency ? undefined : nationalTaxOf(totals.tax, oneRate.currency, exchange)
  const account = iban ? { iban } : { sort_code: '040004', account_number: '12345678' }
  const { companyNumber: _, taxNumber: __, bankDetails: ___, ...merchant } = oneRate.merchant
  return {
    ...oneRate,
    lines,
    totals: nationalTax ? { ...totals, nationalTax } : totals,
    merchant: {
      ...merchant,
      vatNumber,
      ...(companyNumber ? { companyNumber } : {}),
      ...(taxNumber ? { taxNumber } : {}),
      electronicAddress: { scheme, value },
      address,
      ...(hasAccount
        ? {
            bankDetails: {
              account_name: 'Larkspur',
              ...account,
              reference: 'number' as const,
              show_on_documents: true,
            },
          }
        : {}),
    },
    ...(buyer === 'DE'
      ? {}
      : {
          customer: {
            ...oneRate.customer,
            vatNumber,
            ...(companyNumber ? { companyNumber } : {}),
            electronicAddress: { scheme, value },
            billingAddress: address,
          },
        }),
  }
}
