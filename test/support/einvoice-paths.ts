/** The keys are the numbers of the business terms of EN 16931. */
interface Binding {
  terms: Paths
  credited: [path: string, Paths]
  adjustments: [path: string, Paths]
  taxes: [path: string, Paths]
  lines: [path: string, Paths]
  lineAdjustments: [path: string, Paths]
}

export type Paths = Readonly<Record<string, string>>

export const NAMESPACES = {
  cac: 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  cbc: 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
  rsm: 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
  ram: 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  udt: 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
  qdt: 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
}

/** Adds a path before each path. */
function below(prefix: string, paths: Paths): Paths {
  return Object.fromEntries(Object.entries(paths).map(([term, path]) => [term, `${prefix}/${path}`]))
}

export function ublBinding(root: string): Binding {
  const isInvoice = root === 'Invoice'
  const line = isInvoice ? 'Invoice' : 'CreditNote'
  const adjustment = {
    isCharge: 'cbc:ChargeIndicator',
    reason: 'cbc:AllowanceChargeReason',
    reasonCode: 'cbc:AllowanceChargeReasonCode',
    percent: 'cbc:MultiplierFactorNumeric',
    amount: 'cbc:Amount',
    base: 'cbc:BaseAmount',
    category: 'cac:TaxCategory/cbc:ID',
    rate: 'cac:TaxCategory/cbc:Percent',
  }
  const party = (prefix: string, terms: Record<string, string>) => below(`${prefix}/cac:Party`, terms)
  return {
    terms: {
      'BT-24': 'cbc:CustomizationID',
      'BT-23': 'cbc:ProfileID',
      'BT-1': 'cbc:ID',
      'BT-2': 'cbc:IssueDate',
      'BT-3': `cbc:${line}TypeCode`,
      'BT-5': 'cbc:DocumentCurrencyCode',
      'BT-6': 'cbc:TaxCurrencyCode',
      'BT-9': isInvoice ? 'cbc:DueDate' : 'cac:PaymentMeans/cbc:PaymentDueDate',
      'BT-10': 'cbc:BuyerReference',
      'BT-13': 'cac:OrderReference/cbc:ID',
      'BT-20': 'cac:PaymentTerms/cbc:Note',
      'BT-22': 'cbc:Note',
      ...party('cac:AccountingSupplierParty', {
        'BT-27': 'cac:PartyLegalEntity/cbc:RegistrationName',
        'BT-28': 'cac:PartyName/cbc:Name',
        'BT-29': 'cac:PartyIdentification/cbc:ID',
        'BT-30': 'cac:PartyLegalEntity/cbc:CompanyID',
        'BT-30-1': 'cac:PartyLegalEntity/cbc:CompanyID/@schemeID',
        'BT-31': "cac:PartyTaxScheme[cac:TaxScheme/cbc:ID='VAT']/cbc:CompanyID",
        'BT-32': "cac:PartyTaxScheme[cac:TaxScheme/cbc:ID!='VAT']/cbc:CompanyID",
        'BT-34': 'cbc:EndpointID',
        'BT-34-1': 'cbc:EndpointID/@schemeID',
        'BT-35': 'cac:PostalAddress/cbc:StreetName',
        'BT-36': 'cac:PostalAddress/cbc:AdditionalStreetName',
        'BT-37': 'cac:PostalAddress/cbc:CityName',
        'BT-38': 'cac:PostalAddress/cbc:PostalZone',
        'BT-40': 'cac:PostalAddress/cac:Country/cbc:IdentificationCode',
        'BT-41': 'cac:Contact/cbc:Name',
        'BT-42': 'cac:Contact/cbc:Telephone',
        'BT-43': 'cac:Contact/cbc:ElectronicMail',
      }),
      ...party('cac:AccountingCustomerParty', {
        'BT-44': 'cac:PartyLegalEntity/cbc:RegistrationName',
        'BT-47': 'cac:PartyLegalEntity/cbc:CompanyID',
        'BT-47-1': 'cac:PartyLegalEntity/cbc:CompanyID/@schemeID',
        'BT-48': 'cac:PartyTaxScheme/cbc:CompanyID',
        'BT-49': 'cbc:EndpointID',
        'BT-49-1': 'cbc:EndpointID/@schemeID',
        'BT-50': 'cac:PostalAddress/cbc:StreetName',
        'BT-51': 'cac:PostalAddress/cbc:AdditionalStreetName',
        'BT-52': 'cac:PostalAddress/cbc:CityName',
        'BT-53': 'cac:PostalAddress/cbc:PostalZone',
        'BT-55': 'cac:PostalAddress/cac:Country/cbc:IdentificationCode',
      }),
      'BT-70': 'cac:Delivery/cac:DeliveryParty/cac:PartyName/cbc:Name',
      'BT-72': 'cac:Delivery/cbc:ActualDeliveryDate',
      'BT-73': 'cac:InvoicePeriod/cbc:StartDate',
      'BT-74': 'cac:InvoicePeriod/cbc:EndDate',
      'BT-75': 'cac:Delivery/cac:DeliveryLocation/cac:Address/cbc:StreetName',
      'BT-77': 'cac:Delivery/cac:DeliveryLocation/cac:Address/cbc:CityName',
      'BT-78': 'cac:Delivery/cac:DeliveryLocation/cac:Address/cbc:PostalZone',
      'BT-80': 'cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode',
      'BT-81': 'cac:PaymentMeans/cbc:PaymentMeansCode',
      'BT-82': 'cac:PaymentMeans/cbc:PaymentMeansCode/@name',
      'BT-83': 'cac:PaymentMeans/cbc:PaymentID',
      'BT-84': 'cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID',
      'BT-85': 'cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:Name',
      'BT-86': 'cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID',
      'BT-110': 'cac:TaxTotal[cac:TaxSubtotal]/cbc:TaxAmount',
      'BT-111': 'cac:TaxTotal[not(cac:TaxSubtotal)]/cbc:TaxAmount',
      ...below('cac:LegalMonetaryTotal', {
        'BT-106': 'cbc:LineExtensionAmount',
        'BT-107': 'cbc:AllowanceTotalAmount',
        'BT-108': 'cbc:ChargeTotalAmount',
        'BT-109': 'cbc:TaxExclusiveAmount',
        'BT-112': 'cbc:TaxInclusiveAmount',
        'BT-113': 'cbc:PrepaidAmount',
        'BT-114': 'cbc:PayableRoundingAmount',
        'BT-115': 'cbc:PayableAmount',
      }),
    },
    credited: [
      'cac:BillingReference/cac:InvoiceDocumentReference',
      { 'BT-25': 'cbc:ID', 'BT-26': 'cbc:IssueDate' },
    ],
    adjustments: ['cac:AllowanceCharge', adjustment],
    taxes: [
      'cac:TaxTotal/cac:TaxSubtotal',
      {
        'BT-116': 'cbc:TaxableAmount',
        'BT-117': 'cbc:TaxAmount',
        'BT-118': 'cac:TaxCategory/cbc:ID',
        'BT-119': 'cac:TaxCategory/cbc:Percent',
        'BT-120': 'cac:TaxCategory/cbc:TaxExemptionReason',
        'BT-121': 'cac:TaxCategory/cbc:TaxExemptionReasonCode',
      },
    ],
    lines: [
      `cac:${line}Line`,
      {
        'BT-126': 'cbc:ID',
        'BT-129': isInvoice ? 'cbc:InvoicedQuantity' : 'cbc:CreditedQuantity',
        'BT-130': isInvoice ? 'cbc:InvoicedQuantity/@unitCode' : 'cbc:CreditedQuantity/@unitCode',
        'BT-131': 'cbc:LineExtensionAmount',
        'BT-146': 'cac:Price/cbc:PriceAmount',
        'BT-149': 'cac:Price/cbc:BaseQuantity',
        'BT-151': 'cac:Item/cac:ClassifiedTaxCategory/cbc:ID',
        'BT-152': 'cac:Item/cac:ClassifiedTaxCategory/cbc:Percent',
        'BT-153': 'cac:Item/cbc:Name',
        'BT-154': 'cac:Item/cbc:Description',
      },
    ],
    lineAdjustments: ['cac:AllowanceCharge', adjustment],
  }
}

const CII_ADJUSTMENT = {
  isCharge: 'ram:ChargeIndicator/udt:Indicator',
  reason: 'ram:Reason',
  reasonCode: 'ram:ReasonCode',
  percent: 'ram:CalculationPercent',
  amount: 'ram:ActualAmount',
  base: 'ram:BasisAmount',
  category: 'ram:CategoryTradeTax/ram:CategoryCode',
  rate: 'ram:CategoryTradeTax/ram:RateApplicablePercent',
}
const DEAL = 'rsm:SupplyChainTradeTransaction'
const AGREEMENT = `${DEAL}/ram:ApplicableHeaderTradeAgreement`
const DELIVERY = `${DEAL}/ram:ApplicableHeaderTradeDelivery`
const SETTLEMENT = `${DEAL}/ram:ApplicableHeaderTradeSettlement`

export const CII: Binding = {
  terms: {
    'BT-24': 'rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID',
    'BT-23': 'rsm:ExchangedDocumentContext/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID',
    'BT-1': 'rsm:ExchangedDocument/ram:ID',
    'BT-2': 'rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString',
    'BT-3': 'rsm:ExchangedDocument/ram:TypeCode',
    'BT-22': 'rsm:ExchangedDocument/ram:IncludedNote/ram:Content',
    ...below(AGREEMENT, {
      'BT-10': 'ram:BuyerReference',
      'BT-13': 'ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID',
      'BT-27': 'ram:SellerTradeParty/ram:Name',
      'BT-28': 'ram:SellerTradeParty/ram:SpecifiedLegalOrganization/ram:TradingBusinessName',
      'BT-29': 'ram:SellerTradeParty/ram:ID',
      'BT-30': 'ram:SellerTradeParty/ram:SpecifiedLegalOrganization/ram:ID',
      'BT-30-1': 'ram:SellerTradeParty/ram:SpecifiedLegalOrganization/ram:ID/@schemeID',
      'BT-31': "ram:SellerTradeParty/ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']",
      'BT-32': "ram:SellerTradeParty/ram:SpecifiedTaxRegistration/ram:ID[@schemeID='FC']",
      'BT-34': 'ram:SellerTradeParty/ram:URIUniversalCommunication/ram:URIID',
      'BT-34-1': 'ram:SellerTradeParty/ram:URIUniversalCommunication/ram:URIID/@schemeID',
      'BT-35': 'ram:SellerTradeParty/ram:PostalTradeAddress/ram:LineOne',
      'BT-36': 'ram:SellerTradeParty/ram:PostalTradeAddress/ram:LineTwo',
      'BT-37': 'ram:SellerTradeParty/ram:PostalTradeAddress/ram:CityName',
      'BT-38': 'ram:SellerTradeParty/ram:PostalTradeAddress/ram:PostcodeCode',
      'BT-40': 'ram:SellerTradeParty/ram:PostalTradeAddress/ram:CountryID',
      'BT-41': 'ram:SellerTradeParty/ram:DefinedTradeContact/ram:PersonName',
      'BT-42':
        'ram:SellerTradeParty/ram:DefinedTradeContact/ram:TelephoneUniversalCommunication/ram:CompleteNumber',
      'BT-43': 'ram:SellerTradeParty/ram:DefinedTradeContact/ram:EmailURIUniversalCommunication/ram:URIID',
      'BT-44': 'ram:BuyerTradeParty/ram:Name',
      'BT-47': 'ram:BuyerTradeParty/ram:SpecifiedLegalOrganization/ram:ID',
      'BT-47-1': 'ram:BuyerTradeParty/ram:SpecifiedLegalOrganization/ram:ID/@schemeID',
      'BT-48': "ram:BuyerTradeParty/ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']",
      'BT-49': 'ram:BuyerTradeParty/ram:URIUniversalCommunication/ram:URIID',
      'BT-49-1': 'ram:BuyerTradeParty/ram:URIUniversalCommunication/ram:URIID/@schemeID',
      'BT-50': 'ram:BuyerTradeParty/ram:PostalTradeAddress/ram:LineOne',
      'BT-51': 'ram:BuyerTradeParty/ram:PostalTradeAddress/ram:LineTwo',
      'BT-52': 'ram:BuyerTradeParty/ram:PostalTradeAddress/ram:CityName',
      'BT-53': 'ram:BuyerTradeParty/ram:PostalTradeAddress/ram:PostcodeCode',
      'BT-55': 'ram:BuyerTradeParty/ram:PostalTradeAddress/ram:CountryID',
    }),
    ...below(DELIVERY, {
      'BT-70': 'ram:ShipToTradeParty/ram:Name',
      'BT-72': 'ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString',
      'BT-75': 'ram:ShipToTradeParty/ram:PostalTradeAddress/ram:LineOne',
      'BT-77': 'ram:ShipToTradeParty/ram:PostalTradeAddress/ram:CityName',
      'BT-78': 'ram:ShipToTradeParty/ram:PostalTradeAddress/ram:PostcodeCode',
      'BT-80': 'ram:ShipToTradeParty/ram:PostalTradeAddress/ram:CountryID',
    }),
    ...below(SETTLEMENT, {
      'BT-5': 'ram:InvoiceCurrencyCode',
      'BT-6': 'ram:TaxCurrencyCode',
      'BT-9': 'ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString',
      'BT-20': 'ram:SpecifiedTradePaymentTerms/ram:Description',
      'BT-73': 'ram:BillingSpecifiedPeriod/ram:StartDateTime/udt:DateTimeString',
      'BT-74': 'ram:BillingSpecifiedPeriod/ram:EndDateTime/udt:DateTimeString',
      'BT-81': 'ram:SpecifiedTradeSettlementPaymentMeans/ram:TypeCode',
      'BT-82': 'ram:SpecifiedTradeSettlementPaymentMeans/ram:Information',
      'BT-83': 'ram:PaymentReference',
      'BT-84':
        'ram:SpecifiedTradeSettlementPaymentMeans/ram:PayeePartyCreditorFinancialAccount/*[self::ram:IBANID or self::ram:ProprietaryID]',
      'BT-85':
        'ram:SpecifiedTradeSettlementPaymentMeans/ram:PayeePartyCreditorFinancialAccount/ram:AccountName',
      'BT-86':
        'ram:SpecifiedTradeSettlementPaymentMeans/ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID',
    }),
    ...below(`${SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation`, {
      'BT-106': 'ram:LineTotalAmount',
      'BT-107': 'ram:AllowanceTotalAmount',
      'BT-108': 'ram:ChargeTotalAmount',
      'BT-109': 'ram:TaxBasisTotalAmount',
      'BT-110': 'ram:TaxTotalAmount[@currencyID=../../ram:InvoiceCurrencyCode]',
      'BT-111': 'ram:TaxTotalAmount[@currencyID=../../ram:TaxCurrencyCode]',
      'BT-112': 'ram:GrandTotalAmount',
      'BT-113': 'ram:TotalPrepaidAmount',
      'BT-114': 'ram:RoundingAmount',
      'BT-115': 'ram:DuePayableAmount',
    }),
  },
  credited: [
    `${SETTLEMENT}/ram:InvoiceReferencedDocument`,
    { 'BT-25': 'ram:IssuerAssignedID', 'BT-26': 'ram:FormattedIssueDateTime/qdt:DateTimeString' },
  ],
  adjustments: [`${SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge`, CII_ADJUSTMENT],
  taxes: [
    `${SETTLEMENT}/ram:ApplicableTradeTax`,
    {
      'BT-116': 'ram:BasisAmount',
      'BT-117': 'ram:CalculatedAmount',
      'BT-118': 'ram:CategoryCode',
      'BT-119': 'ram:RateApplicablePercent',
      'BT-120': 'ram:ExemptionReason',
      'BT-121': 'ram:ExemptionReasonCode',
    },
  ],
  lines: [
    `${DEAL}/ram:IncludedSupplyChainTradeLineItem`,
    {
      'BT-126': 'ram:AssociatedDocumentLineDocument/ram:LineID',
      'BT-129': 'ram:SpecifiedLineTradeDelivery/ram:BilledQuantity',
      'BT-130': 'ram:SpecifiedLineTradeDelivery/ram:BilledQuantity/@unitCode',
      'BT-131':
        'ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount',
      'BT-146': 'ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount',
      'BT-149': 'ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity',
      'BT-151': 'ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:CategoryCode',
      'BT-152': 'ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:RateApplicablePercent',
      'BT-153': 'ram:SpecifiedTradeProduct/ram:Name',
      'BT-154': 'ram:SpecifiedTradeProduct/ram:Description',
    },
  ],
  lineAdjustments: ['ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeAllowanceCharge', CII_ADJUSTMENT],
}
