import { LockMode } from '@mikro-orm/core'
import { ApplicationFailure } from '@temporalio/common'
import { findOrMakeCustomers, type WantedCustomer } from '../../db/customers/find-or-make.ts'
import { type CustomerRow, ImportRow, MerchantRow } from '../../db/entities/index.ts'
import { newId } from '../../db/ids.ts'
import { batchInvoices, batchRows, completeBatch, lockBatch } from '../../db/imports/batches.ts'
import { type IssuedEvent, insertIssued } from '../../db/imports/bulk-issue.ts'
import { failRows, findInvalidated, tryLockIssuing } from '../../db/imports/validate.ts'
import { type NewInvoice, newInvoice } from '../../db/invoices/issue/new-invoice.ts'
import { nextNumbers } from '../../db/invoices/issue/number-sequence.ts'
import { drawReferences } from '../../db/invoices/issue/payment-references.ts'
import type { EntityManager } from '../../db/orm.ts'
import { type OrderDetails, filledFrom, orderFilledFrom } from '../../domain/customer/customer.ts'
import { type CellError, pricedOfRow, type ParsedInvoice } from '../../domain/import/index.ts'
import type { Schedule } from '../../domain/invoice/index.ts'
import { byImport } from '../../domain/shared/cause.ts'
import { issueRefusalOf } from '../../db/trust/issue-refusal.ts'
import { releaseFailedRows } from '../../db/trust/volume.ts'
import { withHeartbeat } from '../heartbeat.ts'
import { merchantBlocked } from '../merchant-blocked.ts'
import { firstSchedule, paidAtIssue, takenOver } from '../../db/invoices/issue/issue-draft.ts'
import { planOf } from '../../db/invoices/schedule.ts'
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
  if (errors.size > 0 && subject.mode === 'live') await releaseFailedRows(tx, subject, batch)
  const { merchantId, mode } = subject
  const { customers, created } = await findOrMakeCustomers(
    tx,
    { merchantId, mode },
    validRows.map(({ invoice }) => customerOf(invoice)),
    byImport(subject.id, subject.confirmedBy),
  )
  const series = { merchantId, mode, prefix: merchant.numberPrefix, year: Number(context.today.slice(0, 4)) }
  const numbers = await nextNumbers(
    tx,
    series,
    validRows.filter(({ invoice }) => invoice.number === undefined).length,
  )
  const schedules = schedulesOf(merchant, now)
  const numbered = validRows.map(({ invoice: { number, currency } }) => ({
    number: number ?? numbers.shift() ?? '',
    currency,
  }))
  const references = await drawReferences(tx, merchant, mode, '', numbered)
  const { profileVersion, timeZone } = merchant
  const invoices = validRows.map((row, index) => {
    const number = numbered[index]?.number ?? ''
    const invoice = {
      ...invoiceOf(row.invoice, customers[index] as CustomerRow, subject, merchant, now),
      profileVersion,
      timeZone,
      issueDate: row.invoice.issueDate ?? context.today,
      paymentReference: references[index] ?? number,
    }
    const issued = issuedEvent(subject, merchant, invoice, {
      number,
      now,
      ...takenOver(row.invoice.issueDate, context.today),
      ...schedules(invoice),
    })
    const payments = paidAtIssue(issued, invoice, timeZone)
    return { rowNumber: row.rowNumber, invoice, issued, payments }
  })
  await completeBatch(tx, subject, batch, {
    issued: invoices.map(({ rowNumber, invoice }) => ({ rowNumber, invoiceId: invoice.id })),
    failed: errors.size,
  })
  await insertIssued(tx, invoices, created)
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

function schedulesOf(
  merchant: MerchantRow,
  now: number,
): (invoice: Pick<NewInvoice, 'dueDate' | 'customerPhone'>) => Schedule {
  const computed = new Map<string, Schedule>()
  return ({ dueDate, customerPhone }) => {
    const key = `${dueDate} ${customerPhone === null ? '' : 'phone'}`
    const facts = { dueDate, customerPhone, reminders: null, linkExpiresAt: null }
    const schedule = computed.get(key) ?? firstSchedule(facts, merchant, now)
    computed.set(key, schedule)
    return schedule
  }
}

function invoiceOf(
  parsed: ParsedInvoice,
  known: CustomerRow,
  { id: importId, merchantId, mode, confirmOptions }: ImportRow,
  merchant: MerchantRow,
  now: number,
): NewInvoice {
  const customer = filledFrom(customerOf(parsed), known)
  const channels = (confirmOptions?.deliver ?? ['email']).filter(
    (channel) => channel === 'email' || customer.phone !== undefined,
  )
  return newInvoice(
    { id: newId('inv'), merchantId, mode, importId, customerId: known.id },
    {
      customer,
      order: orderFilledFrom(orderOf(parsed), known),
      issueDate: parsed.issueDate,
      amountPaid: parsed.amountPaid,
      deliveryDate: parsed.deliveryDate,
      servicePeriod: parsed.servicePeriod,
      taxExchange: parsed.taxExchange,
      currency: parsed.currency,
      ...pricedOfRow(parsed),
      smallBusinessNote: merchant.smallBusinessNote ?? undefined,
      dueDate: parsed.dueDate,
      description: parsed.description,
      instructions: parsed.instructions,
      language: parsed.language ?? known.language ?? undefined,
      metadata: parsed.metadata,
      channels,
      reminders: planOf(merchant),
    },
    new Date(now),
  )
}

function customerOf(invoice: ParsedInvoice): WantedCustomer {
  const { customerName: name, customerEmail: email, customerPhone: phone, language } = invoice
  return {
    name,
    email,
    phone,
    language,
    companyNumber: invoice.customerCompanyNumber,
    taxNumber: invoice.customerTaxNumber,
    vatNumber: invoice.customerVatNumber,
    billingAddress: textAddress(invoice.billingAddress),
    electronicAddress: invoice.electronicAddress,
    einvoiceFormat: invoice.einvoiceFormat,
  }
}

function orderOf({ purchaseOrder, buyerReference, deliveryAddress }: ParsedInvoice): OrderDetails {
  return { purchaseOrder, buyerReference, deliveryAddress: textAddress(deliveryAddress) }
}

function textAddress(text: string | undefined): { text: string } | undefined {
  return text === undefined ? undefined : { text }
}

function issuedEvent(
  subject: ImportRow,
  { latePaymentPolicy, overpaymentPolicy }: MerchantRow,
  { amount, currency, channels }: NewInvoice,
  { number, now, ...facts }: Schedule & Pick<IssuedEvent, 'isTakenOver'> & { number: string; now: number },
): IssuedEvent {
  return {
    type: 'issued',
    key: 'issued',
    at: now,
    cause: byImport(subject.id, subject.confirmedBy),
    number,
    currency,
    amount,
    channels,
    sentByImport: ['email'],
    linkId: newId('lnk'),
    ...facts,
    rules: { latePaymentPolicy, overpaymentPolicy },
    mode: subject.mode,
  }
}
