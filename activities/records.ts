import { ApplicationFailure } from '@temporalio/common'
import { appendDecided, appendEvents, loadEvents, UnknownInvoiceError } from '../db/append-events.ts'
import { type InvoiceRow, MerchantRow } from '../db/entities/index.ts'
import { newId } from '../db/ids.ts'
import { nextInvoiceNumber } from '../db/number-sequence.ts'
import type { EntityManager } from '../db/orm.ts'
import { dateInZone, endOfDate } from '../domain/calendar.ts'
import type { InvoiceEvent } from '../domain/invoice/index.ts'
import type { RecordActivities } from './types.ts'

/** Reads and writes of an invoice's log. */
export function createRecordActivities({ em }: { em: EntityManager }): RecordActivities {
  return {
    async openInvoice({ invoiceId, issue, now }) {
      const events = await loadEvents(em.fork(), invoiceId)
      if (events.length > 0 || !issue) return events
      await known(
        appendDecided(em, invoiceId, async (state, invoice, tx) =>
          state.status === 'draft' ? [await issuedEvent(tx, invoice, now)] : [],
        ),
      )
      return loadEvents(em.fork(), invoiceId)
    },

    async recordEvents({ invoiceId, events }) {
      await known(appendEvents(em, invoiceId, events))
    },
  }
}

/** Gives the draft its number, its link and its dates, as the merchant's calendar has them now. */
async function issuedEvent(tx: EntityManager, invoice: InvoiceRow, now: number): Promise<InvoiceEvent> {
  const merchant = await tx.findOneOrFail(MerchantRow, { id: invoice.merchantId })
  const { timeZone, numberPrefix, linkLifetimeDays } = merchant
  const year = Number(dateInZone(now, timeZone).slice(0, 4))
  const number =
    invoice.number ?? (await nextInvoiceNumber(tx, merchant.id, invoice.mode, numberPrefix, year))
  return {
    type: 'issued',
    key: 'issued',
    at: now,
    cause:
      invoice.sendAt && invoice.sendAt > invoice.createdAt
        ? { by: 'schedule' }
        : { by: 'merchant', via: 'api' },
    number,
    currency: invoice.currency,
    amountDue: `${invoice.amount}`,
    overdueAt: endOfDate(invoice.dueDate, timeZone),
    channels: invoice.deliver,
    linkId: newId('lnk'),
    linkExpiresAt: endOfDate(invoice.dueDate, timeZone, linkLifetimeDays),
  }
}

/** An id that names no invoice will not name one later: no use in trying again. */
async function known<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof UnknownInvoiceError)
      throw ApplicationFailure.nonRetryable(`no invoice ${error.message}`)
    throw error
  }
}
