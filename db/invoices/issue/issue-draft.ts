import {
  byRequest,
  bySchedule,
  fold,
  type InvoiceEvent,
  paidIfNothingDue,
  recordedPayment,
  type Schedule,
} from '../../../domain/invoice/index.ts'
import { type CalendarDate, dateInZone, endOfDate } from '../../../domain/shared/calendar.ts'
import { CustomerRow, type InvoiceRow, MerchantRow } from '../../entities/index.ts'
import { newId, paymentBefore } from '../../ids.ts'
import type { IssueRefusal } from '../../../domain/merchant/trust.ts'
import type { EntityManager } from '../../orm.ts'
import { savePendingStart } from '../../pending-starts.ts'
import { issueRefusalOf } from '../../trust/issue-refusal.ts'
import { appendTo, appendUnderLock, UnknownInvoiceError } from '../event-store.ts'
import { nextNumber, seriesOf } from './number-sequence.ts'
import { drawReferences } from './payment-references.ts'
import { planOf, type ScheduleFacts, scheduleOf } from '../schedule.ts'
import { taxesAtIssue } from './taxes-at-issue.ts'
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
  const { reference, ...kept } = await keptAtIssue(em, invoice, merchant, at)
  const payments = paidAtIssue(issued, invoice, kept.timeZone)
  const append = appendTo(invoiceId, [], fold([]), [issued, ...payments])
  const number = await writeIssue(em, {
    append,
    version,
    prefix: merchant.numberPrefix,
    year: yearOf(at, merchant),
    reminders: planOf(merchant),
    reference,
    // The note of a small business must be that of the profile's version.
    taxes: taxesAtIssue(invoice, merchant.smallBusinessNote),
    profileVersion: merchant.profileVersion,
    ...kept,
    hasWorkflow,
  })
  return number === undefined
    ? issueUnderLock(em, invoiceId, hasWorkflow)
    : { log: [{ ...issued, number }, ...append.events.slice(1)], isNew: true }
}

async function issueUnderLock(em: EntityManager, invoiceId: string, hasWorkflow: boolean): Promise<Issue> {
  try {
    const { log, events } = await appendUnderLock(em, invoiceId, async (state, invoice, tx) => {
      if (state.status !== 'draft' || !isDue(invoice)) return []
      if (!hasWorkflow) await savePendingStart(tx, invoice)
      const merchant = await tx.findOneOrFail(MerchantRow, { id: invoice.merchantId })
      const issued = await numberedEvent(tx, invoice, issueInstant(invoice))
      return [issued, ...paidAtIssue(issued, invoice, merchant.timeZone)]
    })
    return { log, isNew: events.length > 0 }
  } catch (error) {
    // The merchant can delete the draft between the read and the lock.
    if (error instanceof UnknownInvoiceError) return { log: [], isNew: false }
    throw error
  }
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
  invoice.taxes = taxesAtIssue(invoice, merchant.smallBusinessNote)
  invoice.language ??= (await tx.findOne(CustomerRow, { id: invoice.customerId }))?.language
  const { numberPrefix } = merchant
  const number =
    invoice.number ?? (await nextNumber(tx, merchant.id, invoice.mode, numberPrefix, yearOf(at, merchant)))
  // An import locks the counters in the same order.
  const { reference, timeZone, issueDate } = await keptAtIssue(tx, invoice, merchant, at)
  Object.assign(invoice, { timeZone, issueDate, paymentReference: reference ?? number })
  return { ...eventWithoutNumber(invoice, merchant, at), number }
}

/** An invoice that was issued before gets its link for the usual time from today. */
export function firstSchedule(invoice: ScheduleFacts, merchant: MerchantRow, at: number): Schedule {
  const schedule = scheduleOf(invoice, merchant)
  const today = dateInZone(at, merchant.timeZone)
  if (invoice.linkExpiresAt || invoice.dueDate >= today) return schedule
  return { ...schedule, linkExpiresAt: endOfDate(today, merchant.timeZone, merchant.linkLifetimeDays) }
}

/** An invoice over 0.00 has nothing to wait for. */
export function paidAtIssue(
  issued: IssuedEvent,
  invoice: Pick<InvoiceRow, 'id' | 'amountPaid'>,
  timeZone: string,
): InvoiceEvent[] {
  return invoice.amountPaid === 0
    ? paidIfNothingDue(fold([issued]), issued.at)
    : paidBefore(issued, invoice, timeZone)
}

/** Records what was paid before the invoice came here, as of today. */
function paidBefore(
  issued: IssuedEvent,
  { id, amountPaid }: Pick<InvoiceRow, 'id' | 'amountPaid'>,
  timeZone: string,
): InvoiceEvent[] {
  const { at, cause } = issued
  return recordedPayment(fold([issued]), {
    paymentId: paymentBefore(id),
    amount: amountPaid,
    method: 'other',
    paidOn: dateInZone(at, timeZone),
    receipt: false,
    at,
    cause,
  })
}

/** @param issueDate the day of issue elsewhere */
export function takenOver(issueDate: CalendarDate | null | undefined, today: CalendarDate) {
  return issueDate && issueDate < today ? ({ isTakenOver: true } as const) : {}
}

async function keptAtIssue(em: EntityManager, invoice: InvoiceRow, merchant: MerchantRow, at: number) {
  const { timeZone, numberPrefix } = merchant
  const series = seriesOf(numberPrefix, yearOf(at, merchant))
  const [reference = null] = await drawReferences(em, merchant, invoice.mode, series, [invoice])
  return { reference, timeZone, issueDate: invoice.issueDate ?? dateInZone(at, timeZone) }
}

function yearOf(at: number, { timeZone }: MerchantRow): number {
  return Number(dateInZone(at, timeZone).slice(0, 4))
}

function eventWithoutNumber(invoice: InvoiceRow, merchant: MerchantRow, at: number): IssuedEvent {
  const { latePaymentPolicy, overpaymentPolicy, timeZone } = merchant
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
    ...firstSchedule(invoice, merchant, at),
    rules: { latePaymentPolicy, overpaymentPolicy },
    mode: invoice.mode,
    ...(invoice.testClockOffsetMs > 0 ? { testClockOffsetMs: invoice.testClockOffsetMs } : {}),
    ...takenOver(invoice.issueDate, dateInZone(at, timeZone)),
  }
}
