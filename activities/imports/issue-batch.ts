import { LockMode } from '@mikro-orm/core'
import { ApplicationFailure } from '@temporalio/common'
import { ImportRow, MerchantRow } from '../../db/entities/index.ts'
import { newId } from '../../db/ids.ts'
import { batchInvoices, batchRows, completeBatch, lockBatch } from '../../db/imports/batches.ts'
import { type IssuedEvent, insertIssued } from '../../db/imports/bulk-issue.ts'
import { failRows, findInvalidated, tryLockIssuing } from '../../db/imports/validate.ts'
import { type NewInvoice, newInvoice } from '../../db/invoices/new-invoice.ts'
import { nextInvoiceNumbers } from '../../db/invoices/number-sequence.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { CellError, RowInvoice } from '../../domain/import/index.ts'
import type { Schedule } from '../../domain/invoice/index.ts'
import type { InvoiceLine } from '../../domain/shared/lines.ts'
import { withHeartbeat } from '../heartbeat.ts'
import { planOf, scheduleOf } from '../invoices/schedule.ts'
import {
  duplicateSinceReview,
  invalidReason,
  type ValidationContext,
  validationContext,
} from './revalidate.ts'
import type { ImportWorkActivities } from './types.ts'

/**
 * Issues the rows of a batch in one transaction: numbers, invoices, links and logs.
 * Each row becomes one invoice or none, and no number is skipped.
 */
export function createIssueBatch({
  em: shared,
}: {
  em: EntityManager
}): Pick<ImportWorkActivities, 'issueBatch'> {
  return {
    issueBatch: withHeartbeat(async ({ importId, batch }) => {
      const em = shared.fork()
      const { merchantId, mode } = await em.findOneOrFail(ImportRow, { id: importId })
      const merchant = await em.findOneOrFail(MerchantRow, { id: merchantId })
      await em.transactional(
        async (tx) => {
          if (!(await tryLockIssuing(tx, { merchantId, mode }))) throw anotherBatchIsIssuing()
          // The share lock blocks a cancellation until the rows are issued.
          const subject = await tx.findOneOrFail(
            ImportRow,
            { id: importId },
            { lockMode: LockMode.PESSIMISTIC_READ },
          )
          if (subject.status !== 'issuing' || !(await lockBatch(tx, importId, batch))) return
          await issueRows(tx, subject, merchant, batch)
        },
        { clear: true },
      )
      return { invoiceIds: await batchInvoices(em, importId, batch) }
    }),
  }
}

/** Batches of one merchant are issued one after the other. Each takes a moment. */
function anotherBatchIsIssuing(): ApplicationFailure {
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
  const context = await validationContext(tx, subject, merchant, now)
  const rows = await batchRows(tx, subject.id, batch)
  const invalid = await invalidRows(tx, subject, context, batch)
  const valid = rows.filter(({ row }) => !invalid.has(row))
  // Failed rows release their own invoice numbers for the numbers that are allocated below.
  await failRows(
    tx,
    subject,
    [...invalid].map(([row, error]) => ({ row, errors: [error] })),
  )
  const { merchantId, mode } = subject
  const series = { merchantId, mode, prefix: merchant.numberPrefix, year: Number(context.today.slice(0, 4)) }
  const numbers = await nextInvoiceNumbers(
    tx,
    series,
    valid.filter(({ invoice }) => invoice.number === undefined).length,
  )
  const schedules = schedulesOf(merchant)
  const issued = valid.map(({ row, invoice: read }) => {
    const invoice = invoiceOf(subject, merchant, read, now)
    const number = read.number ?? numbers.shift() ?? ''
    return {
      row,
      invoice,
      issued: issuedEvent(subject, merchant, invoice, { number, now, ...schedules(read) }),
    }
  })
  await insertIssued(tx, issued)
  await completeBatch(tx, subject, batch, {
    issued: issued.map(({ row, invoice: { id } }) => ({ row, id })),
    failed: invalid.size,
  })
}

/** Finds rows of the batch that cannot be issued any more. @returns the errors by row number */
async function invalidRows(
  tx: EntityManager,
  subject: ImportRow,
  context: ValidationContext,
  batch: number,
): Promise<Map<number, CellError>> {
  const skipsDuplicates = subject.confirmOptions?.duplicates === 'skip'
  const invalidated = await findInvalidated(tx, subject, { ...context, batch })
  return new Map(
    invalidated.flatMap((row) => {
      const error = invalidReason(row, context) ?? (skipsDuplicates ? duplicateSinceReview(row) : undefined)
      return error ? [[row.row, error]] : []
    }),
  )
}

/** Computes each schedule once. Dates depend only on the due date and on the presence of a phone number. */
function schedulesOf(merchant: MerchantRow): (invoice: RowInvoice) => Schedule {
  const computed = new Map<string, Schedule>()
  return ({ dueDate, customerPhone }) => {
    const key = `${dueDate} ${customerPhone === undefined ? '' : 'phone'}`
    const facts = { dueDate, customerPhone: customerPhone ?? null, reminders: null, linkExpiresAt: null }
    const schedule = computed.get(key) ?? scheduleOf(facts, merchant)
    computed.set(key, schedule)
    return schedule
  }
}

function invoiceOf(
  { id: importId, merchantId, mode, confirmOptions }: ImportRow,
  merchant: MerchantRow,
  read: RowInvoice,
  now: number,
): NewInvoice {
  const { description, subtotal, tax, amount, taxRate, customerPhone, billingAddress } = read
  const line: InvoiceLine = { description, quantity: '1', unitAmount: subtotal }
  // Text messages go only to customers with a phone number.
  const channels = (confirmOptions?.deliver ?? ['email']).filter(
    (channel) => channel === 'email' || customerPhone !== undefined,
  )
  return newInvoice(
    { id: newId('inv'), merchantId, mode, importId },
    {
      customer: {
        name: read.customerName,
        email: read.customerEmail,
        phone: customerPhone,
        billingAddress: billingAddress === undefined ? undefined : { text: billingAddress },
      },
      currency: read.currency,
      lines: [taxRate === undefined ? line : { ...line, taxRate }],
      totals: { subtotal: BigInt(subtotal), tax: BigInt(tax), amount: BigInt(amount) },
      dueDate: read.dueDate,
      description,
      instructions: read.instructions,
      language: read.language,
      metadata: read.metadata,
      channels,
      reminders: planOf(merchant),
    },
    new Date(now),
  )
}

function issuedEvent(
  { id: importId, mode }: ImportRow,
  { latePaymentPolicy, overpaymentPolicy }: MerchantRow,
  { amount, currency, channels }: NewInvoice,
  { number, now, ...schedule }: Schedule & { number: string; now: number },
): IssuedEvent {
  return {
    type: 'issued',
    key: 'issued',
    at: now,
    cause: { type: 'import', actor: { type: 'api_key' }, importId },
    number,
    currency,
    amount: `${amount}`,
    channels,
    sentByImport: ['email'],
    linkId: newId('lnk'),
    ...schedule,
    rules: { latePaymentPolicy, overpaymentPolicy },
    mode,
  }
}
