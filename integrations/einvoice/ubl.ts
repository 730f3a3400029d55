import type {
  CreditedInvoice,
  Delivery,
  DocumentAdjustment,
  EInvoice,
  EInvoiceLine,
  LineAdjustment,
  Party,
  PartyAddress,
  PaymentInstructions,
  Period,
  Price,
  TaxBreakdown,
  TaxCategoryCode,
} from '../../domain/einvoice/model.ts'
import { withoutZeros } from '../../domain/shared/decimal.ts'
import type { MinorUnits } from '../../domain/shared/money.ts'
import { amountsIn, DISCOUNT_CODE, TYPE_CODES } from './figures.ts'
import { documentOf, type Element, group, leaf, required } from './xml.ts'

export type UblSpecification = 'xrechnung' | 'peppol'

const SPECIFICATIONS = {
  xrechnung: 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0',
  peppol: 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0',
} as const
const BUSINESS_PROCESS = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0'
const NAMESPACE = 'urn:oasis:names:specification:ubl:schema:xsd:'

/**
 * Writes UBL 2.1 by the syntax binding of CEN/TS 16931-3-2. The schema fixes the order of the elements.
 *
 * @see https://docs.peppol.eu/poacc/billing/3.0/syntax/ubl-invoice/tree/
 */
export function writeUbl(invoice: EInvoice, specification: UblSpecification): string {
  const { kind, seller, buyer, delivery, period, payment, adjustments, lines, paymentTerms } = invoice
  const isInvoice = kind === 'invoice'
  const root = isInvoice ? 'Invoice' : 'CreditNote'
  const writer = writerOf(invoice)
  return documentOf(
    root,
    {
      xmlns: `${NAMESPACE}${root}-2`,
      'xmlns:cac': `${NAMESPACE}CommonAggregateComponents-2`,
      'xmlns:cbc': `${NAMESPACE}CommonBasicComponents-2`,
    },
    [
      leaf('cbc:CustomizationID', SPECIFICATIONS[specification]),
      leaf('cbc:ProfileID', BUSINESS_PROCESS),
      leaf('cbc:ID', invoice.number),
      leaf('cbc:IssueDate', invoice.issuedOn),
      isInvoice ? leaf('cbc:DueDate', invoice.dueDate) : undefined,
      leaf(`cbc:${root}TypeCode`, TYPE_CODES[kind]),
      leaf('cbc:Note', invoice.note),
      leaf('cbc:DocumentCurrencyCode', invoice.currency),
      leaf('cbc:TaxCurrencyCode', invoice.taxInNationalCurrency?.currency),
      leaf('cbc:BuyerReference', invoice.buyerReference),
      periodOf(period),
      group('cac:OrderReference', leaf('cbc:ID', invoice.purchaseOrder)),
    ],
    (invoice.credited ?? []).map(creditedOf),
    group('cac:AccountingSupplierParty', partyOf(seller)),
    group('cac:AccountingCustomerParty', partyOf(buyer)),
    deliveryOf(delivery),
    // A UBL credit note has the due date in the payment means.
    paymentOf(payment, isInvoice ? undefined : invoice.dueDate),
    group('cac:PaymentTerms', leaf('cbc:Note', paymentTerms)),
    adjustments.map(writer.documentAdjustment),
    writer.taxTotals(),
    writer.totals(),
    lines.map(writer.line),
  )
}

function writerOf(invoice: EInvoice) {
  const { currency, kind, totals, taxes, taxInNationalCurrency: national } = invoice
  const written = amountsIn(currency)
  const amount = (name: string, value: MinorUnits) => leaf(name, written(value), { currencyID: currency })
  const amountUnlessZero = (name: string, value: MinorUnits) =>
    value === 0 ? undefined : amount(name, value)
  const decimal = (name: string, value: string | undefined) => leaf(name, value, { currencyID: currency })

  return {
    documentAdjustment: (one: DocumentAdjustment) => adjustmentOf(one, categoryOf('cac:TaxCategory', one)),

    taxTotals: () => [
      group('cac:TaxTotal', amount('cbc:TaxAmount', totals.tax), taxes.map(subtotalOf)),
      national &&
        group(
          'cac:TaxTotal',
          leaf('cbc:TaxAmount', amountsIn(national.currency)(national.tax), {
            currencyID: national.currency,
          }),
        ),
    ],

    totals: () =>
      group(
        'cac:LegalMonetaryTotal',
        amount('cbc:LineExtensionAmount', totals.lines),
        amount('cbc:TaxExclusiveAmount', totals.net),
        amount('cbc:TaxInclusiveAmount', totals.gross),
        amountUnlessZero('cbc:AllowanceTotalAmount', totals.discounts),
        amountUnlessZero('cbc:ChargeTotalAmount', totals.charges),
        amountUnlessZero('cbc:PrepaidAmount', totals.paid),
        amountUnlessZero('cbc:PayableRoundingAmount', totals.rounding),
        amount('cbc:PayableAmount', totals.due),
      ),

    line: (one: EInvoiceLine): Element | undefined => {
      const name = kind === 'invoice' ? 'Invoice' : 'CreditNote'
      return group(
        `cac:${name}Line`,
        leaf('cbc:ID', one.id),
        leaf(kind === 'invoice' ? 'cbc:InvoicedQuantity' : 'cbc:CreditedQuantity', one.quantity, {
          unitCode: one.unit,
        }),
        amount('cbc:LineExtensionAmount', one.net),
        one.adjustments.map((adjustment) => adjustmentOf(adjustment)),
        group(
          'cac:Item',
          leaf('cbc:Description', one.description),
          leaf('cbc:Name', one.name),
          categoryOf('cac:ClassifiedTaxCategory', one),
        ),
        priceOf(one.price, one.unit),
      )
    },
  }

  function adjustmentOf(one: LineAdjustment, taxCategory?: Element): Element | undefined {
    const { isCharge, reason, percent } = one
    return group(
      'cac:AllowanceCharge',
      leaf('cbc:ChargeIndicator', String(isCharge)),
      leaf('cbc:AllowanceChargeReasonCode', isCharge ? undefined : DISCOUNT_CODE),
      leaf('cbc:AllowanceChargeReason', reason),
      leaf('cbc:MultiplierFactorNumeric', percent?.rate),
      amount('cbc:Amount', one.amount),
      percent && amount('cbc:BaseAmount', percent.of),
      taxCategory,
    )
  }

  function subtotalOf({ net, tax, category, rate, reason, reasonCode }: TaxBreakdown): Element | undefined {
    return group(
      'cac:TaxSubtotal',
      amount('cbc:TaxableAmount', net),
      amount('cbc:TaxAmount', tax),
      group(
        'cac:TaxCategory',
        leaf('cbc:ID', category),
        leaf('cbc:Percent', withoutZeros(rate)),
        leaf('cbc:TaxExemptionReasonCode', reasonCode),
        leaf('cbc:TaxExemptionReason', reason),
        TAX_SCHEME,
      ),
    )
  }

  function priceOf({ net, forQuantity }: Price, unit: string): Element | undefined {
    return group(
      'cac:Price',
      decimal('cbc:PriceAmount', net),
      leaf('cbc:BaseQuantity', forQuantity, { unitCode: unit }),
    )
  }
}

const TAX_SCHEME = group('cac:TaxScheme', leaf('cbc:ID', 'VAT'))

/** BR-O-05: what is outside the scope of the tax has no rate. */
function categoryOf(name: string, { category, rate }: { category: TaxCategoryCode; rate: string }) {
  return group(
    name,
    leaf('cbc:ID', category),
    category === 'O' ? undefined : leaf('cbc:Percent', withoutZeros(rate)),
    TAX_SCHEME,
  )
}

function creditedOf({ number, issuedOn }: CreditedInvoice): Element | undefined {
  return group(
    'cac:BillingReference',
    group('cac:InvoiceDocumentReference', leaf('cbc:ID', number), leaf('cbc:IssueDate', issuedOn)),
  )
}

function partyOf(party: Party): Element {
  const { electronicAddress, companyNumber, contact } = party
  return required(
    'cac:Party',
    leaf('cbc:EndpointID', electronicAddress?.value, { schemeID: electronicAddress?.scheme }),
    group('cac:PartyIdentification', leaf('cbc:ID', party.id)),
    group('cac:PartyName', leaf('cbc:Name', party.tradingName)),
    addressOf('cac:PostalAddress', party.address),
    taxSchemeOf(party.vatNumber, 'VAT'),
    taxSchemeOf(party.taxNumber, 'FC'),
    group(
      'cac:PartyLegalEntity',
      leaf('cbc:RegistrationName', party.name),
      leaf('cbc:CompanyID', companyNumber?.value, { schemeID: companyNumber?.scheme }),
    ),
    contact &&
      group(
        'cac:Contact',
        leaf('cbc:Name', contact.name),
        leaf('cbc:Telephone', contact.phone),
        leaf('cbc:ElectronicMail', contact.email),
      ),
  )
}

function taxSchemeOf(number: string | undefined, scheme: string): Element | undefined {
  const id = leaf('cbc:CompanyID', number)
  return id && group('cac:PartyTaxScheme', id, group('cac:TaxScheme', leaf('cbc:ID', scheme)))
}

function addressOf(name: string, { line1, line2, city, postalCode, country }: PartyAddress) {
  return group(
    name,
    leaf('cbc:StreetName', line1),
    leaf('cbc:AdditionalStreetName', line2),
    leaf('cbc:CityName', city),
    leaf('cbc:PostalZone', postalCode),
    group('cac:Country', leaf('cbc:IdentificationCode', country)),
  )
}

function deliveryOf(delivery: Delivery | undefined): Element | undefined {
  if (!delivery) return undefined
  const { name, date, address } = delivery
  return group(
    'cac:Delivery',
    leaf('cbc:ActualDeliveryDate', date),
    address && group('cac:DeliveryLocation', addressOf('cac:Address', address)),
    group('cac:DeliveryParty', group('cac:PartyName', leaf('cbc:Name', name))),
  )
}

function periodOf(period: Period | undefined): Element | undefined {
  return (
    period && group('cac:InvoicePeriod', leaf('cbc:StartDate', period.from), leaf('cbc:EndDate', period.to))
  )
}

function paymentOf(
  { meansCode, meansText, reference, account }: PaymentInstructions,
  dueDate: string | undefined,
): Element | undefined {
  return group(
    'cac:PaymentMeans',
    leaf('cbc:PaymentMeansCode', meansCode, { name: meansText }),
    leaf('cbc:PaymentDueDate', dueDate),
    leaf('cbc:PaymentID', reference),
    account &&
      group(
        'cac:PayeeFinancialAccount',
        leaf('cbc:ID', account.id),
        leaf('cbc:Name', account.name),
        group('cac:FinancialInstitutionBranch', leaf('cbc:ID', account.bic)),
      ),
  )
}
