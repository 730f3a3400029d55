import { LockMode } from '@mikro-orm/core'
import { ApplicationFailure } from '@temporalio/common'
import { ImportRow, MerchantRow } from '../../db/entities/index.ts'
import { newId } from '../../db/ids.ts'
import { batchInvoices, batchRows, completeBatch, lockBatch } from '../../db/imports/batches.ts'
import { type IssuedEvent, insertIssued } from '../../db/imports/bulk-issue.ts'
import type { ValidRow } from '../../db/imports/rows.ts'
import { failRows, findInvalidated, tryLockIssuing } from '../../db/imports/validate.ts'
import { type NewInvoice, newInvoice } from '../../db/invoices/new-invoice.ts'
import { nextInvoiceNumbers } from '../../db/invoices/number-sequence.ts'
import type { EntityManager } from '../../db/orm.ts'
import { type CellError, linesOfRow, type RowInvoice } from '../../domain/import/index.ts'
import type { Schedule } from '../../domain/invoice/index.ts'
import { issueRefusalOf } from '../../db/trust/issue-refusal.ts'
import { withHeartbeat } from '../heartbeat.ts'
import { merchantBlocked } from '../merchant-blocked.ts'
import { planOf, scheduleOf } from '../../db/invoices/schedule.ts'
import {
  duplicateSinceReview,
  invalidReason,
  type ValidationContext,
  validationContext,
} from './revalidate.ts'
import type { ImportWorkActivities } from './types.ts'

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
      const issuing = em.transactional(
        async (tx) => {
          if (!(await tryLockIssuing(tx, { merchantId, mode }))) throw anotherBatchIsIssuing()
          // The share lock blocks a cancellation until the commit.
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
      await issuing.catch((error: unknown) => {
        throw merchantBlocked(issueRefusalOf(error))
      })
      return { invoiceIds: await batchInvoices(em, importId, batch) }
    }),
  }
}

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
  const errors = await findErrors(tx, subject, context, batch)
  const validRows = rows.filter(({ rowNumber }) => !errors.has(rowNumber))
  await failRows(
    tx,
    subject,
    [...errors].map(([rowNumber, error]) => ({ rowNumber, errors: [error] })),
  )
  const { merchantId, mode } = subject
  const series = { merchantId, mode, prefix: merchant.numberPrefix, year: Number(context.today.slice(0, 4)) }
  const numbers = await nextInvoiceNumbers(
    tx,
    series,
    validRows.filter(({ invoice }) => invoice.number === undefined).length,
  )
  const schedules = schedulesOf(merchant)
  const invoices = validRows.map((row) => {
    const invoice = { ...invoiceOf(row, subject, merchant, now), profileVersion: merchant.profileVersion }
    const number = row.invoice.number ?? numbers.shift() ?? ''
    const issued = issuedEvent(subject, merchant, invoice, { number, now, ...schedules(row.invoice) })
    return { rowNumber: row.rowNumber, invoice, issued }
  })
  await insertIssued(tx, invoices)
  await completeBatch(tx, subject, batch, {
    issued: invoices.map(({ rowNumber, invoice }) => ({ rowNumber, invoiceId: invoice.id })),
    failed: errors.size,
  })
}

async function findErrors(
  tx: EntityManager,
  subject: ImportRow,
  context: ValidationContext,
  batch: number,
): Promise<Map<number, CellError>> {
  const skipsDuplicates = subject.confirmOptions?.duplicates === 'skip'
  const rows = await findInvalidated(tx, subject, { ...context, batch })
  return new Map(
    rows.flatMap((row) => {
      const error =
        invalidReason(subject, row, context) ?? (skipsDuplicates ? duplicateSinceReview(row) : undefined)
      return error ? [[row.rowNumber, error]] : []
    }),
  )
}

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
  row: ValidRow,
  { id: importId, merchantId, mode, confirmOptions }: ImportRow,
  merchant: MerchantRow,
  now: number,
): NewInvoice {
  const { description, subtotal, tax, amount, customerPhone, billingAddress } = row.invoice
  const channels = (confirmOptions?.deliver ?? ['email']).filter(
    (channel) => channel === 'email' || customerPhone !== undefined,
  )
  return newInvoice(
    { id: newId('inv'), merchantId, mode, importId },
    {
      customer: {
        name: row.invoice.customerName,
        email: row.invoice.customerEmail,
        phone: customerPhone,
        billingAddress: billingAddress === undefined ? undefined : { text: billingAddress },
      },
      currency: row.invoice.currency,
      lines: linesOfRow(row.invoice),
      totals: { subtotal, tax, amount },
      dueDate: row.invoice.dueDate,
      description,
      instructions: row.invoice.instructions,
      language: row.invoice.language,
      metadata: row.invoice.metadata,
      channels,
      reminders: planOf(merchant),
    },
    new Date(now),
  )
}

function issuedEvent(
  { id: importId, mode, confirmedBy }: ImportRow,
  { latePaymentPolicy, overpaymentPolicy }: MerchantRow,
  { amount, currency, channels }: NewInvoice,
  { number, now, ...schedule }: Schedule & { number: string; now: number },
): IssuedEvent {
  return {
    type: 'issued',
    key: 'issued',
    at: now,
    cause: { type: 'import', actor: confirmedBy ?? { type: 'api_key' }, importId },
    number,
    currency,
    amount,
    channels,
    sentByImport: ['email'],
    linkId: newId('lnk'),
    ...schedule,
    rules: { latePaymentPolicy, overpaymentPolicy },
    mode,
  }
}
