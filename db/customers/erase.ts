import { LockMode } from '@mikro-orm/core'
import { type InvoiceStatus, isPayable } from '../../domain/invoice/index.ts'
import type { Cause } from '../../domain/shared/cause.ts'
import { CustomerRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'
import { addEvent } from './customers.ts'
import { ERASERS, type ErasureSubject } from './erasers.ts'

export type ErasureBlocker = 'payment' | 'invoice' | 'recurring' | 'import'

type Customer = Pick<CustomerRow, 'id' | 'merchantId' | 'mode'>

interface Found {
  subject: Omit<ErasureSubject, 'key'>
  blocker: ErasureBlocker | undefined
}

export async function eraseCustomer(
  em: EntityManager,
  { id }: Customer,
  { force, cause, key }: { force: boolean; cause: Cause; key?: string | undefined },
): Promise<ErasureBlocker | undefined> {
  return em.transactional(
    async (tx) => {
      const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const
      const customer = await tx.findOneOrFail(CustomerRow, { id }, lock)
      if (customer.erasedAt) return undefined
      const { subject, blocker } = await find(tx, customer, force)
      if (blocker) return blocker
      for (const erase of ERASERS) await erase(tx, { ...subject, key })
      Object.assign(customer, ERASED, { erasedAt: new Date() })
      await addEvent(tx, customer, 'erased', cause, {})
      return undefined
    },
    { clear: true },
  )
}

const ERASED = {
  email: null,
  name: null,
  phone: null,
  language: null,
  companyNumber: null,
  taxNumber: null,
  vatNumber: null,
  billingAddress: null,
  purchaseOrder: null,
  buyerReference: null,
  deliveryAddress: null,
  electronicAddress: null,
  einvoiceFormat: null,
  cc: [],
}

interface LockedInvoice {
  id: string
  status: InvoiceStatus
  email: string
  phone: string | null
  cc: string[]
  importId: string | null
}

async function find(tx: EntityManager, customer: CustomerRow, force: boolean): Promise<Found> {
  const invoices = await tx.execute<LockedInvoice[]>(
    `select id, status, customer_email as email, customer_phone as phone, customer_cc as cc, import_id as "importId"
     from invoice where customer_id = ? order by id for update`,
    [customer.id],
  )
  const issued = invoices.filter(({ status }) => status !== 'draft')
  const invoiceIds = issued.map(({ id }) => id)
  const mainEmails = await ownEmails(tx, customer, invoices)
  const emails = unique([...mainEmails, ...customer.cc, ...invoices.flatMap(({ cc }) => cc)])
  const phones = unique([customer.phone, ...invoices.map(({ phone }) => phone)])
  const recurring = await findRecurring(tx, customer, mainEmails)
  const imports = await findImports(tx, customer, invoices, [...emails, ...phones])
  const { id: customerId, merchantId, mode } = customer
  const subject = {
    customerId,
    merchantId,
    mode,
    draftIds: invoices.filter(({ status }) => status === 'draft').map(({ id }) => id),
    invoiceIds,
    recurringIds: unique(recurring.map(({ recurringId }) => recurringId)),
    templateIds: recurring.map(({ id }) => id),
    importIds: imports.map(({ id }) => id),
    emails,
    phones,
  }
  return { subject, blocker: await blockerOf() }

  async function blockerOf(): Promise<ErasureBlocker | undefined> {
    if (await isPaying(tx, invoiceIds)) return 'payment'
    if (imports.some(({ isOver }) => !isOver)) return 'import'
    if (recurring.some(({ isActive }) => isActive)) return 'recurring'
    return !force && issued.some(({ status }) => isPayable(status)) ? 'invoice' : undefined
  }
}

async function ownEmails(
  tx: EntityManager,
  { id, merchantId, mode, email }: CustomerRow,
  invoices: readonly LockedInvoice[],
): Promise<string[]> {
  const all = unique([email, ...invoices.map((invoice) => invoice.email)])
  const others = await executePrepared<{ email: string }>(
    tx,
    `select lower(email) as email from customer
     where merchant_id = ? and mode = ? and id <> ? and lower(email) in (select jsonb_array_elements_text(?::jsonb))`,
    [merchantId, mode, id, JSON.stringify(all)],
  )
  const taken = new Set(others.map((other) => other.email))
  return all.filter((address) => !taken.has(address))
}

async function isPaying(tx: EntityManager, invoiceIds: readonly string[]): Promise<boolean> {
  const ids = JSON.stringify(invoiceIds)
  const found = await executePrepared(
    tx,
    `select 1 from payment_attempt where invoice_id in (select jsonb_array_elements_text(?::jsonb))
       and status in ('started', 'authorizing', 'processing')
     union all
     select 1 from refund where invoice_id in (select jsonb_array_elements_text(?::jsonb))
       and status in ('requested', 'submitted') limit 1`,
    [ids, ids],
  )
  return found.length > 0
}

interface FoundTemplate {
  id: string
  recurringId: string
  isActive: boolean
}

async function findRecurring(
  em: EntityManager,
  { id, merchantId, mode }: Customer,
  emails: readonly string[],
): Promise<FoundTemplate[]> {
  return executePrepared<FoundTemplate>(
    em,
    `select t.id, t.recurring_id as "recurringId", r.template_id = t.id and r.status <> 'ended' as "isActive"
     from recurring_invoice r join recurring_template t on t.recurring_id = r.id
     where r.merchant_id = ? and r.mode = ? and t.body is not null
       and case when t.body -> 'customer' -> 'id' is not null then t.body -> 'customer' ->> 'id' = ?
         else lower(t.body -> 'customer' ->> 'email') in (select jsonb_array_elements_text(?::jsonb)) end`,
    [merchantId, mode, id, JSON.stringify(emails)],
  )
}

export async function activeRecurring(em: EntityManager, customer: CustomerRow): Promise<string[]> {
  const invoices = await em.execute<LockedInvoice[]>(
    'select distinct customer_email as email from invoice where customer_id = ?',
    [customer.id],
  )
  const emails = await ownEmails(em, customer, invoices)
  const found = await findRecurring(em, customer, emails)
  return found.filter(({ isActive }) => isActive).map(({ recurringId }) => recurringId)
}

/** An address can cross the end of a chunk. UTF-16 text has a NUL for each ASCII character. */
const CHUNKS = `select replace(lower(encode(f.bytes || coalesce(substring(next.bytes for 600), ''), 'escape')),
    '\\000', '') as text
  from import_file_chunk f
    left join import_file_chunk next on next.import_id = f.import_id and next.chunk = f.chunk + 1
  where f.import_id = i.id`

async function findImports(
  tx: EntityManager,
  { merchantId, mode }: Customer,
  invoices: readonly LockedInvoice[],
  contacts: readonly string[],
): Promise<{ id: string; isOver: boolean }[]> {
  const known = JSON.stringify(unique(invoices.map(({ importId }) => importId)))
  const texts = JSON.stringify(contacts)
  return executePrepared(
    tx,
    `select i.id, i.status in ('completed', 'cancelled', 'expired') as "isOver" from import i
     where i.merchant_id = ? and i.mode = ? and (i.id in (select jsonb_array_elements_text(?::jsonb))
       or exists (
         select from import_file_row r, jsonb_array_elements_text(?::jsonb) c
         where r.import_id = i.id and (strpos(lower(r.invoice::text), c) > 0 or strpos(lower(r.errors::text), c) > 0))
       or (i.status <> 'completed' or i.invalid_rows > 0 or i.duplicates > 0) and exists (
         select from (${CHUNKS}) f, jsonb_array_elements_text(?::jsonb) c where strpos(f.text, c) > 0))`,
    [merchantId, mode, known, texts, texts],
  )
}

function unique(texts: readonly (string | null | undefined)[]): string[] {
  return [...new Set(texts.flatMap((text) => (text ? [text.toLowerCase()] : [])))]
}
