import { ImportRow, InvoiceRow, MerchantRow } from '../../db/entities/index.ts'
import { newId } from '../../db/ids.ts'
import { chunkInvoices, type ChunkRow, chunkRows, closeChunk, lockChunk } from '../../db/imports/chunks.ts'
import { type IssuedEvent, type IssuedFacts, insertIssued } from '../../db/imports/insert-issued.ts'
import { payableCurrencies } from '../../db/payout-accounts.ts'
import { nextInvoiceNumbers } from '../../db/number-sequence.ts'
import type { EntityManager } from '../../db/orm.ts'
import { type CalendarDate, dateInZone } from '../../domain/calendar.ts'
import type { CellError, RowInvoice } from '../../domain/import/index.ts'
import type { Channel, Schedule } from '../../domain/invoice/index.ts'
import type { InvoiceLine } from '../../domain/lines.ts'
import { planOf, scheduleOf } from '../schedule.ts'
import { alive } from './alive.ts'
import type { ImportWorkActivities } from './types.ts'

/**
 * Issues the rows of a chunk: numbers, invoices, links and logs in one transaction, so each row becomes one invoice
 * or none, and no number is left out.
 */
export function createIssueChunk({ em }: { em: EntityManager }): Pick<ImportWorkActivities, 'issueChunk'> {
  return {
    issueChunk: alive(async ({ importId, chunk }) => {
      const subject = await em.fork().findOneOrFail(ImportRow, { id: importId })
      const merchant = await em.fork().findOneOrFail(MerchantRow, { id: subject.merchantId })
      await em.fork().transactional(async (tx) => {
        if (!(await lockChunk(tx, importId, chunk))) return
        await issueRows(tx, subject, merchant, chunk)
      })
      return { invoiceIds: await chunkInvoices(em, importId, chunk), merchantId: subject.merchantId }
    }),
  }
}

async function issueRows(
  tx: EntityManager,
  subject: ImportRow,
  merchant: MerchantRow,
  chunk: number,
): Promise<void> {
  const rows = await chunkRows(tx, subject.id, chunk)
  const now = Date.now()
  const today = dateInZone(now, merchant.timeZone)
  const taken = await takenNumbers(tx, subject, rows)
  const currencies = await payableCurrencies(tx, subject)
  const known = { taken, today, currencies }
  const mistakes = new Map(rows.map((row) => [row, mistakeSinceReview(row.invoice, known)]))
  const good = rows.filter((row) => !mistakes.get(row))
  const numbers = await nextInvoiceNumbers(
    tx,
    {
      merchantId: subject.merchantId,
      mode: subject.mode,
      prefix: merchant.numberPrefix,
      year: Number(today.slice(0, 4)),
    },
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
  await closeChunk(tx, subject.id, chunk, {
    issued: issued.map(({ row, facts: { id } }) => ({ row, id })),
    failed: [...mistakes].flatMap(([{ row }, mistake]) => (mistake ? [{ row, errors: [mistake] }] : [])),
  })
}

/** Which of the rows' own numbers the merchant has used for another invoice by now. */
async function takenNumbers(
  tx: EntityManager,
  { merchantId, mode }: ImportRow,
  rows: readonly ChunkRow[],
): Promise<Set<string>> {
  const own = rows.flatMap(({ invoice: { number } }) => (number === undefined ? [] : [number]))
  if (own.length === 0) return new Set()
  const others = await tx.find(InvoiceRow, { merchantId, mode, number: { $in: own } }, { fields: ['number'] })
  return new Set(others.flatMap(({ number }) => number ?? []))
}

interface Known {
  /** Numbers that other invoices have. */
  taken: ReadonlySet<string>
  today: CalendarDate
  /** Those that the merchant can be paid in. */
  currencies: ReadonlySet<string>
}

/** A row that was good when it was read may not be so any more. */
function mistakeSinceReview(
  { number, dueDate, currency }: RowInvoice,
  { taken, today, currencies }: Known,
): CellError | undefined {
  if (number !== undefined && taken.has(number)) {
    const detail = 'was given to another invoice after the review'
    return { column: 'invoice_number', target: 'invoice_number', value: number, code: 'number_taken', detail }
  }
  if (!currencies.has(currency)) {
    const detail = `cannot be paid any more: say where ${currency} is to go with PUT /v1/payout_accounts/${currency}`
    return { column: 'currency', target: 'currency', value: currency, code: 'no_payout_account', detail }
  }
  if (dueDate >= today) return undefined
  const detail = `has passed since the review: today is ${today}`
  return { column: 'due_date', target: 'due_date', value: dueDate, code: 'due_before_issue', detail }
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
  { id: importId, merchantId, mode, choice }: ImportRow,
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
    deliver: channelsFor(choice?.deliver ?? ['email'], invoice),
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
  { latePayment, surplus }: MerchantRow,
  { amount, currency, deliver }: IssuedFacts,
  { number, now, ...schedule }: Schedule & { number: string; now: number },
): IssuedEvent {
  return {
    type: 'issued',
    key: 'issued',
    at: now,
    cause: { by: 'import', importId },
    number,
    currency,
    amountDue: `${BigInt(amount)}`,
    channels: deliver,
    sentInBulk: ['email'],
    linkId: newId('lnk'),
    ...schedule,
    rules: { latePayment, surplus },
    mode,
  }
}
