import {
  byRequest,
  bySchedule,
  fold,
  type InvoiceEvent,
  markPaidIfComplete,
} from '../../domain/invoice/index.ts'
import { dateInZone } from '../../domain/shared/calendar.ts'
import { CustomerRow, type InvoiceRow, MerchantRow } from '../entities/index.ts'
import { newId } from '../ids.ts'
import type { IssueRefusal } from '../../domain/merchant/trust.ts'
import type { EntityManager } from '../orm.ts'
import { savePendingStart } from '../pending-starts.ts'
import { issueRefusalOf } from '../trust/issue-refusal.ts'
import { appendTo, appendUnderLock, UnknownInvoiceError } from './event-store.ts'
import { nextInvoiceNumber } from './number-sequence.ts'
import { planOf, scheduleOf } from './schedule.ts'
import { readInvoiceToIssue, writeIssue } from './write-issue.ts'

type IssuedEvent = Extract<InvoiceEvent, { type: 'issued' }>

export interface Issue {
  log: InvoiceEvent[]
  isNew: boolean
  refused?: IssueRefusal
}

/** The issue and the pending start of its workflow must share one transaction. */
export async function issueDraft(
  em: EntityManager,
  invoiceId: string,
  options: { hasWorkflow?: boolean } = {},
): Promise<Issue> {
  try {
    return await issueDue(em, invoiceId, options)
  } catch (error) {
    return { log: [], isNew: false, refused: issueRefusalOf(error) }
  }
}

async function issueDue(
  em: EntityManager,
  invoiceId: string,
  { hasWorkflow = false }: { hasWorkflow?: boolean },
): Promise<Issue> {
  const found = await readInvoiceToIssue(em, invoiceId)
  if (!found) return { log: [], isNew: false }
  const { invoice, merchant, version, events } = found
  if (events.length > 0 || !isDue(invoice)) return { log: events, isNew: false }
  const at = issueInstant(invoice)
  const issued = eventWithoutNumber(invoice, merchant, at)
  const paid = paidAtOnce(issued)
  const number = await writeIssue(em, {
    append: appendTo(invoiceId, [], fold([]), [issued, ...paid]),
    version,
    prefix: merchant.numberPrefix,
    year: yearOf(at, merchant),
    reminders: planOf(merchant),
    hasWorkflow,
  })
  return number === undefined
    ? issueUnderLock(em, invoiceId, hasWorkflow)
    : { log: [{ ...issued, number }, ...paid], isNew: true }
}

async function issueUnderLock(em: EntityManager, invoiceId: string, hasWorkflow: boolean): Promise<Issue> {
  try {
    const { log, events } = await appendUnderLock(em, invoiceId, async (state, invoice, tx) => {
      if (state.status !== 'draft' || !isDue(invoice)) return []
      if (!hasWorkflow) await savePendingStart(tx, invoice)
      const issued = await numberedEvent(tx, invoice, issueInstant(invoice))
      return [issued, ...paidAtOnce(issued)]
    })
    return { log, isNew: events.length > 0 }
  } catch (error) {
    // The merchant can delete the draft between the read and the lock.
    if (error instanceof UnknownInvoiceError) return { log: [], isNew: false }
    throw error
  }
}

/** An invoice over 0.00 has nothing to wait for. */
function paidAtOnce(issued: IssuedEvent): InvoiceEvent[] {
  return markPaidIfComplete(fold([issued]), issued.at)
}

function isDue({ sendAt }: InvoiceRow): boolean {
  return Boolean(sendAt) && Number(sendAt) <= Date.now()
}

/** Returns milliseconds since 1970, by the invoice's clock. */
function issueInstant({ testClockOffsetMs }: InvoiceRow): number {
  return Date.now() + testClockOffsetMs
}

/**
 * @param at milliseconds since 1970, by the invoice's clock
 * @internal
 */
export async function numberedEvent(
  tx: EntityManager,
  invoice: InvoiceRow,
  at: number,
): Promise<IssuedEvent> {
  const merchant = await tx.findOneOrFail(MerchantRow, { id: invoice.merchantId })
  // A change of the merchant's plan must not apply to issued invoices.
  invoice.reminders ??= planOf(merchant)
  invoice.profileVersion = merchant.profileVersion
  invoice.language ??= (await tx.findOne(CustomerRow, { id: invoice.customerId }))?.language
  const { numberPrefix } = merchant
  const number =
    invoice.number ??
    (await nextInvoiceNumber(tx, merchant.id, invoice.mode, numberPrefix, yearOf(at, merchant)))
  return { ...eventWithoutNumber(invoice, merchant, at), number }
}

function yearOf(at: number, { timeZone }: MerchantRow): number {
  return Number(dateInZone(at, timeZone).slice(0, 4))
}

function eventWithoutNumber(invoice: InvoiceRow, merchant: MerchantRow, at: number): IssuedEvent {
  const { latePaymentPolicy, overpaymentPolicy } = merchant
  return {
    type: 'issued',
    key: 'issued',
    at,
    cause: invoice.sendRequestedBy ? byRequest({ actor: invoice.sendRequestedBy }) : bySchedule,
    number: '',
    currency: invoice.currency,
    amount: invoice.amount,
    ...(invoice.deposit ? { deposit: invoice.deposit } : {}),
    channels: invoice.channels,
    linkId: newId('lnk'),
    ...scheduleOf(invoice, merchant),
    rules: { latePaymentPolicy, overpaymentPolicy },
    mode: invoice.mode,
    ...(invoice.testClockOffsetMs > 0 ? { testClockOffsetMs: invoice.testClockOffsetMs } : {}),
  }
}
