import { MerchantRow, PaymentAttemptRow } from '../../../../db/entities/index.ts'
import { lastSequence } from '../../../../db/events/read-events.ts'
import type { InvoiceWithLog } from '../../../../db/invoices/read-invoice.ts'
import type { EntityManager } from '../../../../db/orm.ts'
import { fold, refundableByBank } from '../../../../domain/invoice/index.ts'
import type { MinorUnits } from '../../../../domain/shared/money.ts'
import type { PublicInvoiceEvent } from '../../../../domain/events/invoice-events.ts'
import type { ApiDeps } from '../../../deps.ts'
import type { Tenant } from '../../../http/api-key-auth.ts'
import { type EInvoiceOverview, einvoiceOverview } from '../../../merchant/invoices/view/einvoice.ts'
import { loadAtOnce, upcomingOf } from '../../../merchant/invoices/find-invoice.ts'
import { type LinkContext, moneyView } from '../../../merchant/invoices/view/invoice-view.ts'
import { shownDocument } from '../../../merchant/invoices/view/shown-document.ts'
import { listTimeline } from '../../../merchant/invoices/view/timeline.ts'
import type { upcomingView } from '../../../merchant/invoices/view/upcoming-view.ts'
import { payUrl } from '../../../../domain/payment/payment-link.ts'
import { actorNames } from '../../actor-names.ts'
import { type OwnMessages, ownMessages } from './own-messages.ts'
import { describeTimeline, type TimelineEntry } from './timeline-words.ts'

const MOST_EVENTS = 1_000

export interface InvoiceView extends Pick<InvoiceWithLog, 'row' | 'link'> {
  /** The page follows the events after this sequence. */
  sequence: number
  url: string | undefined
  /** Absent unless the link can be paid with. */
  messages: OwnMessages | undefined
  next: ReturnType<typeof upcomingView>
  money: ReturnType<typeof moneyView>
  eInvoice: EInvoiceOverview
  isCreditedOnVoid: boolean
  refundableByBank: MinorUnits
  timeline: TimelineEntry[]
  banks: ReadonlyMap<string, string>
  /** Undefined unless a person, an API key or a schedule did it. */
  nameOf: (event: PublicInvoiceEvent) => string | undefined
}

/** @throws Problem `not_found`, also for another merchant's or mode's invoice */
export async function loadInvoiceView(
  em: EntityManager,
  id: string,
  tenant: Tenant,
  context: LinkContext & Pick<ApiDeps, 'eInvoices'>,
): Promise<InvoiceView> {
  const sequence = await lastSequence(em, tenant)
  const loaded = await loadAtOnce(em, id, tenant)
  const { row, link } = loaded
  const next = await upcomingOf(em, loaded)
  const { events } = await listTimeline(em, id, { limit: MOST_EVENTS })
  const attempts = await em.find(PaymentAttemptRow, { invoiceId: id })
  const banks = new Map(attempts.map((attempt) => [attempt.id, attempt.bankName]))
  const customer = row.customerName || 'The customer'
  const facts = { customer, currency: row.currency, dueDate: row.dueDate, banks }
  const nameOf = await actorNames(
    em,
    tenant.merchantId,
    events.map(({ actor }) => actor),
  )
  const { creditNoteOnVoid } = await em.findOneOrFail(MerchantRow, { id: tenant.merchantId })
  const document = await shownDocument(em, row)
  const url = link ? payUrl(link.id, context) : undefined
  const messages = url && link?.status === 'active' ? await ownMessages(em, row, document, url) : undefined
  return {
    row,
    link,
    sequence,
    url,
    messages,
    next,
    money: moneyView(row),
    eInvoice: await einvoiceOverview(context, document),
    isCreditedOnVoid: creditNoteOnVoid,
    refundableByBank: refundableByBank(fold(loaded.events)),
    timeline: describeTimeline(events, facts),
    banks,
    nameOf: ({ actor, cause }) =>
      nameOf(actor) ?? (cause === 'schedule' ? 'A recurring invoice, or a planned date' : undefined),
  }
}
