import { LockMode } from '@mikro-orm/core'
import { ApplicationFailure } from '@temporalio/common'
import { ImportRow, MerchantRow } from '../../db/entities/index.ts'
import { newId } from '../../db/ids.ts'
import { batchInvoices, batchRows, completeBatch, lockBatch } from '../../db/imports/batches.ts'
import { failRows, findInvalidated, tryLockIssuing } from '../../db/imports/validate.ts'
import { type IssuedEvent, type IssuedFacts, insertIssued } from '../../db/imports/bulk-issue.ts'
import { nextInvoiceNumbers } from '../../db/invoices/number-sequence.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { CellError, RowInvoice } from '../../domain/import/index.ts'
import type { Channel, Schedule } from '../../domain/invoice/index.ts'
import type { InvoiceLine } from '../../domain/shared/lines.ts'
import { planOf, scheduleOf } from '../invoices/schedule.ts'
import { withHeartbeat } from '../heartbeat.ts'
import { validationContext, invalidReason, type Today, twinSinceReview } from './revalidate.ts'
import type { ImportWorkActivities } from './types.ts'

/**
 * Issues the rows of a batch: numbers, invoices, links and logs in one transaction, so each row becomes one invoice
 * or none, and no number is left out.
 */
export function createIssueBatch({ em }: { em: EntityManager }): Pick<ImportWorkActivities, 'issueBatch'> {
  return {
    issueBatch: withHeartbeat(async ({ importId, batch }) => {
      const { merchantId, mode } = await em.fork().findOneOrFail(ImportRow, { id: importId })
      const merchant = await em.fork().findOneOrFail(MerchantRow, { id: merchantId })
      await em.fork().transactional(async (tx) => {
        if (!(await tryLockIssuing(tx, { merchantId, mode }))) throw anotherIsIssuing()
        // Held until the rows are issued: once a merchant has heard that an import is cancelled, it issues none.
        const subject = await tx.findOneOrFail(
          ImportRow,
          { id: importId },
          { lockMode: LockMode.PESSIMISTIC_READ },
        )
        if (subject.status !== 'issuing' || !(await lockBatch(tx, importId, batch))) return
        await issueRows(tx, subject, merchant, batch)
      })
      return { invoiceIds: await batchInvoices(em, importId, batch) }
    }),
  }
}

/** Batches of one merchant are issued one after the other, and are short. */
function anotherIsIssuing(): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'AnotherBatchIsIssuing',
    message: 'another batch of this merchant is being issued',
    nextRetryDelay: '500 milliseconds',
  })
}

async function issueRows(
  tx: EntityManager,
  subject: ImportRow,
  merchant: MerchantRow,
  batch: number,
): Promise<void> {
  const now = Date.now()
  const known = await validationContext(tx, subject, merchant, now)
  const rows = await batchRows(tx, subject.id, batch)
  const failed = await spoiltRows(tx, subject, known, batch)
  const good = rows.filter(({ row }) => !failed.has(row))
  // First, so that no number is kept for a row that gets no invoice.
  await failRows(
    tx,
    subject,
    [...failed].map(([row, mistake]) => ({ row, errors: [mistake] })),
  )
  const { merchantId, mode } = subject
  const series = { merchantId, mode, prefix: merchant.numberPrefix, year: Number(known.today.slice(0, 4)) }
  const numbers = await nextInvoiceNumbers(
    tx,
    series,
    good.filter(({ invoice }) => invoice.number === undefined).length,
  )
  const schedules = schedulesOf(merchant)
  const issued = good.map(({ row, invoice }) => {
    const facts = { ...factsOf(subject, invoice), reminders: planOf(merchant) }
    const number = invoice.number ?? numbers.shift() ?? ''
    return {
      row,
      facts,
      issued: issuedEvent(subject, merchant, facts, { number, now, ...schedules(invoice) }),
    }
  })
  await insertIssued(tx, issued)
  await completeBatch(tx, subject, batch, {
    issued: issued.map(({ row, facts: { id } }) => ({ row, id })),
    failed: failed.size,
  })
}

/** Rows of the batch that cannot be issued any more, and why. */
async function spoiltRows(
  tx: EntityManager,
  subject: ImportRow,
  known: Today,
  batch: number,
): Promise<Map<number, CellError>> {
  const skips = subject.confirmOptions?.duplicates === 'skip'
  const spoilt = await findInvalidated(tx, subject, { ...known, batch })
  return new Map(
    spoilt.flatMap((one) => {
      const mistake = invalidReason(one, known) ?? (skips ? twinSinceReview(one) : undefined)
      return mistake ? [[one.row, mistake]] : []
    }),
  )
}

/** Dates follow from the due date, and whether there is a telephone: the same for many rows. */
function schedulesOf(merchant: MerchantRow): (invoice: RowInvoice) => Schedule {
  const known = new Map<string, Schedule>()
  return ({ dueDate, customerPhone }) => {
    const key = `${dueDate} ${customerPhone === undefined ? '' : 'phone'}`
    const facts = { dueDate, customerPhone: customerPhone ?? null, reminders: null, linkExpiresAt: null }
    const schedule = known.get(key) ?? scheduleOf(facts, merchant)
    known.set(key, schedule)
    return schedule
  }
}

function factsOf(
  { id: importId, merchantId, mode, confirmOptions }: ImportRow,
  invoice: RowInvoice,
): Omit<IssuedFacts, 'reminders'> {
  const { description, subtotal, tax, amount, currency, taxRate, billingAddress } = invoice
  const line: InvoiceLine = { description, quantity: '1', unitAmount: subtotal }
  return {
    id: newId('inv'),
    merchant_id: merchantId,
    mode,
    currency,
    subtotal,
    tax,
    amount,
    description,
    instructions: invoice.instructions ?? null,
    customer_name: invoice.customerName,
    customer_email: invoice.customerEmail,
    customer_phone: invoice.customerPhone ?? null,
    billing_address: billingAddress === undefined ? null : { text: billingAddress },
    lines: [taxRate === undefined ? line : { ...line, taxRate }],
    metadata: invoice.metadata,
    channels: channelsFor(confirmOptions?.deliver ?? ['email'], invoice),
    import_id: importId,
    language: invoice.language ?? null,
  }
}

/** Text messages go to those whose number is known; everyone gets the e-mail. */
function channelsFor(chosen: readonly Channel[], { customerPhone }: RowInvoice): Channel[] {
  return chosen.filter((channel) => channel === 'email' || customerPhone !== undefined)
}

function issuedEvent(
  { id: importId, mode }: ImportRow,
  { latePaymentPolicy, overpaymentPolicy }: MerchantRow,
  { amount, currency, channels }: IssuedFacts,
  { number, now, ...schedule }: Schedule & { number: string; now: number },
): IssuedEvent {
  return {
    type: 'issued',
    key: 'issued',
    at: now,
    cause: { type: 'import', actor: { type: 'api_key' }, importId },
    number,
    currency,
    amount: `${BigInt(amount)}`,
    channels,
    sentByImport: ['email'],
    linkId: newId('lnk'),
    ...schedule,
    rules: { latePaymentPolicy, overpaymentPolicy },
    mode,
  }
}
