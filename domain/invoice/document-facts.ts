import type { Locale } from '../texts/locale.ts'
import { addressLines, type InvoiceDocument } from './document.ts'
import { statedReference, transferFacts } from './transfer.ts'

type Fact = [label: string, text: string]

/** Page and PDF state these facts of the order. */
export function orderFacts(document: InvoiceDocument, locale: Locale): Fact[] {
  const { purchaseOrder, buyerReference, deliveryAddress, deliveryDate, servicePeriod: period } = document
  const { t, date } = locale
  const facts: [string, string | undefined][] = [
    ...referenceFacts(document, locale),
    [t('order.delivered'), deliveryDate && date(deliveryDate)],
    [t('order.period'), period && `${date(period.from)} – ${date(period.to)}`],
    [t('order.purchase_order'), purchaseOrder],
    [t('order.buyer_reference'), buyerReference],
    [t('order.delivery_address'), addressLines(deliveryAddress, locale).join(', ')],
  ]
  return facts.flatMap(([label, text]) => (text ? [[label, text]] : []))
}

/** The account for transfers states the reference too. */
export function referenceFacts(document: InvoiceDocument, locale: Locale): [string, string][] {
  const account = transferFacts(document, locale)
  const reference = account ? undefined : statedReference(document)
  return reference === undefined ? [] : [[locale.t('transfer.reference'), reference]]
}
