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
  TaxBreakdown,
  TaxCategoryCode,
} from '../../domain/einvoice/model.ts'
import type { CalendarDate } from '../../domain/shared/calendar.ts'
import { withoutZeros } from '../../domain/shared/decimal.ts'
import type { MinorUnits } from '../../domain/shared/money.ts'
import { amountsIn, DISCOUNT_CODE, TYPE_CODES } from './figures.ts'
import { documentOf, type Element, group, leaf, required } from './xml.ts'

const NAMESPACE = 'urn:un:unece:uncefact:data:standard:'
/** ZUGFeRD calls the profile EN 16931 COMFORT. */
const PROFILE = 'urn:cen.eu:en16931:2017'

/**
 * Writes Cross Industry Invoice D16B, which Factur-X embeds, by CEN/TS 16931-3-3.
 * The schema fixes the order of the elements.
 *
 * @see https://fnfe-mpe.org/factur-x/factur-x_en/
 */
export function writeCii(invoice: EInvoice): string {
  const { number, kind, issuedOn, note } = invoice
  const writer = writerOf(invoice)
  return documentOf(
    'rsm:CrossIndustryInvoice',
    {
      'xmlns:rsm': `${NAMESPACE}CrossIndustryInvoice:100`,
      'xmlns:qdt': `${NAMESPACE}QualifiedDataType:100`,
      'xmlns:ram': `${NAMESPACE}ReusableAggregateBusinessInformationEntity:100`,
      'xmlns:udt': `${NAMESPACE}UnqualifiedDataType:100`,
    },
    group(
      'rsm:ExchangedDocumentContext',
      group('ram:GuidelineSpecifiedDocumentContextParameter', leaf('ram:ID', PROFILE)),
    ),
    group(
      'rsm:ExchangedDocument',
      leaf('ram:ID', number),
      leaf('ram:TypeCode', TYPE_CODES[kind]),
      dateOf('ram:IssueDateTime', issuedOn),
      group('ram:IncludedNote', leaf('ram:Content', note)),
    ),
    group(
      'rsm:SupplyChainTradeTransaction',
      invoice.lines.map(writer.line),
      agreementOf(invoice),
      deliveryOf(invoice.delivery),
      writer.settlement(),
    ),
  )
}

function agreementOf({ buyerReference, seller, buyer, purchaseOrder }: EInvoice): Element | undefined {
  return group(
    'ram:ApplicableHeaderTradeAgreement',
    leaf('ram:BuyerReference', buyerReference),
    partyOf('ram:SellerTradeParty', seller),
    partyOf('ram:BuyerTradeParty', buyer),
    group('ram:BuyerOrderReferencedDocument', leaf('ram:IssuerAssignedID', purchaseOrder)),
  )
}

/** The schema demands the element even if it is empty. */
function deliveryOf(delivery: Delivery | undefined): Element {
  const { name, date, address } = delivery ?? {}
  return required(
    'ram:ApplicableHeaderTradeDelivery',
    group('ram:ShipToTradeParty', leaf('ram:Name', name), address && addressOf(address)),
    group('ram:ActualDeliverySupplyChainEvent', dateOf('ram:OccurrenceDateTime', date)),
  )
}

function writerOf(invoice: EInvoice) {
  const { currency, totals, taxes, adjustments, payment, taxInNationalCurrency: national } = invoice
  const written = amountsIn(currency)
  const amount = (name: string, value: MinorUnits) => leaf(name, written(value))
  const amountUnlessZero = (name: string, value: MinorUnits) =>
    value === 0 ? undefined : amount(name, value)

  return {
    line: (one: EInvoiceLine): Element | undefined => {
      const { price, unit } = one
      const forQuantity = leaf('ram:BasisQuantity', price.forQuantity, { unitCode: unit })
      return group(
        'ram:IncludedSupplyChainTradeLineItem',
        group('ram:AssociatedDocumentLineDocument', leaf('ram:LineID', one.id)),
        group(
          'ram:SpecifiedTradeProduct',
          leaf('ram:Name', one.name),
          leaf('ram:Description', one.description),
        ),
        group(
          'ram:SpecifiedLineTradeAgreement',
          group('ram:NetPriceProductTradePrice', leaf('ram:ChargeAmount', price.net), forQuantity),
        ),
        group('ram:SpecifiedLineTradeDelivery', leaf('ram:BilledQuantity', one.quantity, { unitCode: unit })),
        group(
          'ram:SpecifiedLineTradeSettlement',
          categoryOf('ram:ApplicableTradeTax', one),
          one.adjustments.map((adjustment) => adjustmentOf(adjustment)),
          group('ram:SpecifiedTradeSettlementLineMonetarySummation', amount('ram:LineTotalAmount', one.net)),
        ),
      )
    },

    settlement: () =>
      group(
        'ram:ApplicableHeaderTradeSettlement',
        leaf('ram:PaymentReference', payment.reference),
        leaf('ram:TaxCurrencyCode', national?.currency),
        leaf('ram:InvoiceCurrencyCode', currency),
        paymentOf(payment),
        taxes.map(taxOf),
        periodOf(invoice.period),
        adjustments.map(documentAdjustmentOf),
        group(
          'ram:SpecifiedTradePaymentTerms',
          leaf('ram:Description', invoice.paymentTerms),
          dateOf('ram:DueDateDateTime', invoice.dueDate),
        ),
        totalsOf(),
        (invoice.credited ?? []).map(creditedOf),
      ),
  }

  function totalsOf(): Element | undefined {
    return group(
      'ram:SpecifiedTradeSettlementHeaderMonetarySummation',
      amount('ram:LineTotalAmount', totals.lines),
      amountUnlessZero('ram:ChargeTotalAmount', totals.charges),
      amountUnlessZero('ram:AllowanceTotalAmount', totals.discounts),
      amount('ram:TaxBasisTotalAmount', totals.net),
      leaf('ram:TaxTotalAmount', written(totals.tax), { currencyID: currency }),
      national &&
        leaf('ram:TaxTotalAmount', amountsIn(national.currency)(national.tax), {
          currencyID: national.currency,
        }),
      amountUnlessZero('ram:RoundingAmount', totals.rounding),
      amount('ram:GrandTotalAmount', totals.gross),
      amountUnlessZero('ram:TotalPrepaidAmount', totals.paid),
      amount('ram:DuePayableAmount', totals.due),
    )
  }

  function documentAdjustmentOf(one: DocumentAdjustment): Element | undefined {
    return adjustmentOf(one, categoryOf('ram:CategoryTradeTax', one))
  }

  function adjustmentOf(one: LineAdjustment, taxCategory?: Element): Element | undefined {
    const { isCharge, percent, reason } = one
    return group(
      'ram:SpecifiedTradeAllowanceCharge',
      indicatorOf(isCharge),
      leaf('ram:CalculationPercent', percent?.rate),
      percent && amount('ram:BasisAmount', percent.of),
      amount('ram:ActualAmount', one.amount),
      leaf('ram:ReasonCode', isCharge ? undefined : DISCOUNT_CODE),
      leaf('ram:Reason', reason),
      taxCategory,
    )
  }

  function taxOf({ net, tax, category, rate, reason, reasonCode }: TaxBreakdown): Element | undefined {
    return group(
      'ram:ApplicableTradeTax',
      amount('ram:CalculatedAmount', tax),
      leaf('ram:TypeCode', 'VAT'),
      leaf('ram:ExemptionReason', reason),
      amount('ram:BasisAmount', net),
      leaf('ram:CategoryCode', category),
      leaf('ram:ExemptionReasonCode', reasonCode),
      leaf('ram:RateApplicablePercent', withoutZeros(rate)),
    )
  }
}

/** BR-O-05: what is outside the scope of the tax has no rate. */
function categoryOf(name: string, { category, rate }: { category: TaxCategoryCode; rate: string }) {
  return group(
    name,
    leaf('ram:TypeCode', 'VAT'),
    leaf('ram:CategoryCode', category),
    category === 'O' ? undefined : leaf('ram:RateApplicablePercent', withoutZeros(rate)),
  )
}

function indicatorOf(isCharge: boolean): Element | undefined {
  return group('ram:ChargeIndicator', leaf('udt:Indicator', String(isCharge)))
}

function partyOf(name: string, party: Party): Element | undefined {
  const { companyNumber, contact, electronicAddress } = party
  return group(
    name,
    leaf('ram:ID', party.id),
    leaf('ram:Name', party.name),
    group(
      'ram:SpecifiedLegalOrganization',
      leaf('ram:ID', companyNumber?.value, { schemeID: companyNumber?.scheme }),
      leaf('ram:TradingBusinessName', party.tradingName),
    ),
    contact &&
      group(
        'ram:DefinedTradeContact',
        leaf('ram:PersonName', contact.name),
        group('ram:TelephoneUniversalCommunication', leaf('ram:CompleteNumber', contact.phone)),
        group('ram:EmailURIUniversalCommunication', leaf('ram:URIID', contact.email)),
      ),
    addressOf(party.address),
    group(
      'ram:URIUniversalCommunication',
      leaf('ram:URIID', electronicAddress?.value, { schemeID: electronicAddress?.scheme }),
    ),
    group('ram:SpecifiedTaxRegistration', leaf('ram:ID', party.vatNumber, { schemeID: 'VA' })),
    group('ram:SpecifiedTaxRegistration', leaf('ram:ID', party.taxNumber, { schemeID: 'FC' })),
  )
}

function addressOf({ line1, line2, city, postalCode, country }: PartyAddress): Element | undefined {
  return group(
    'ram:PostalTradeAddress',
    leaf('ram:PostcodeCode', postalCode),
    leaf('ram:LineOne', line1),
    leaf('ram:LineTwo', line2),
    leaf('ram:CityName', city),
    leaf('ram:CountryID', country),
  )
}

function paymentOf({ meansCode, meansText, account }: PaymentInstructions): Element | undefined {
  return group(
    'ram:SpecifiedTradeSettlementPaymentMeans',
    leaf('ram:TypeCode', meansCode),
    leaf('ram:Information', meansText),
    account &&
      group(
        'ram:PayeePartyCreditorFinancialAccount',
        account.isIban ? leaf('ram:IBANID', account.id) : undefined,
        leaf('ram:AccountName', account.name),
        account.isIban ? undefined : leaf('ram:ProprietaryID', account.id),
      ),
    account && group('ram:PayeeSpecifiedCreditorFinancialInstitution', leaf('ram:BICID', account.bic)),
  )
}

function creditedOf({ number, issuedOn }: CreditedInvoice): Element | undefined {
  return group(
    'ram:InvoiceReferencedDocument',
    leaf('ram:IssuerAssignedID', number),
    group(
      'ram:FormattedIssueDateTime',
      leaf('qdt:DateTimeString', compact(issuedOn), { format: DATE_FORMAT }),
    ),
  )
}

function periodOf(period: Period | undefined): Element | undefined {
  return (
    period &&
    group(
      'ram:BillingSpecifiedPeriod',
      dateOf('ram:StartDateTime', period.from),
      dateOf('ram:EndDateTime', period.to),
    )
  )
}

/** The code of UNTDID 2379 for a date as YYYYMMDD. */
const DATE_FORMAT = '102'

function dateOf(name: string, date: CalendarDate | undefined): Element | undefined {
  return group(name, leaf('udt:DateTimeString', date && compact(date), { format: DATE_FORMAT }))
}

function compact(date: CalendarDate): string {
  return date.replaceAll('-', '')
}
