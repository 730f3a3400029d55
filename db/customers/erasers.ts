import { RAILS } from '../../domain/invoice/index.ts'
import { eraseAnswers } from '../idempotency.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'
import type { Mode } from '../../domain/shared/mode.ts'

export interface ErasureSubject {
  customerId: string
  merchantId: string
  mode: Mode
  draftIds: string[]
  invoiceIds: string[]
  recurringIds: string[]
  templateIds: string[]
  importIds: string[]
  emails: string[]
  phones: string[]
  key: string | undefined
}

type Eraser = (tx: EntityManager, subject: ErasureSubject) => Promise<unknown>

/**
 * The list must cover every table with personal data of customers. Messages must precede webhooks, because a new
 * webhook waits for the lock of its message.
 */
export const ERASERS: readonly Eraser[] = [
  eraseDrafts,
  eraseContacts,
  eraseCommands,
  eraseMessages,
  eraseWebhooks,
  erasePayments,
  eraseNotes,
  eraseTemplates,
  eraseImports,
  eraseSuppressions,
  eraseEvents,
  (tx, { merchantId, key, customerId, draftIds, invoiceIds, recurringIds, importIds }) => {
    const resourceIds = [customerId, ...draftIds, ...invoiceIds, ...recurringIds, ...importIds]
    return eraseAnswers(tx, merchantId, resourceIds, key)
  },
]

const IN_IDS = 'in (select jsonb_array_elements_text(?::jsonb))'
const OF_TENANT = 'merchant_id = ? and mode = ?'

async function eraseDrafts(tx: EntityManager, { merchantId, mode, draftIds }: ErasureSubject): Promise<void> {
  const ids = JSON.stringify(draftIds)
  await executePrepared(tx, `delete from command_payload where invoice_id ${IN_IDS}`, [ids])
  const drafts = `delete from invoice where ${OF_TENANT} and id ${IN_IDS}`
  await executePrepared(tx, drafts, [merchantId, mode, ids])
}

/** Keeps name, billing address, tax and VAT number, which are part of the accounting record. */
async function eraseContacts(
  tx: EntityManager,
  { merchantId, mode, invoiceIds }: ErasureSubject,
): Promise<void> {
  await executePrepared(
    tx,
    `update invoice set customer_email = '', customer_phone = null, customer_cc = '[]', electronic_address = null,
       delivery_address = null, buyer_reference = null, updated_at = now()
     where ${OF_TENANT} and id ${IN_IDS}`,
    [merchantId, mode, JSON.stringify(invoiceIds)],
  )
}

async function eraseCommands(tx: EntityManager, { invoiceIds }: ErasureSubject): Promise<void> {
  await executePrepared(tx, `update command_payload set body = '{}' where invoice_id ${IN_IDS}`, [
    JSON.stringify(invoiceIds),
  ])
}

async function eraseMessages(tx: EntityManager, { invoiceIds }: ErasureSubject): Promise<void> {
  await executePrepared(
    tx,
    `update notification set recipient = '', text_hash = null where kind <> 'notice' and invoice_id ${IN_IDS}`,
    [JSON.stringify(invoiceIds)],
  )
}

/** A bank's webhook has no body any more once it is processed. An emptied one is read as unreadable. */
async function eraseWebhooks(tx: EntityManager, { mode, invoiceIds, emails }: ErasureSubject): Promise<void> {
  await executePrepared(
    tx,
    `update inbound_webhook w set body = '{}' from notification n
     where w.message_id = n.id and n.kind <> 'notice' and n.invoice_id ${IN_IDS}`,
    [JSON.stringify(invoiceIds)],
  )
  await executePrepared(
    tx,
    `update inbound_webhook w set body = '{}'
     where w.source = 'postmark' and w.mode = ? and w.message_id is null
       and exists (select from jsonb_array_elements_text(?::jsonb) e where strpos(lower(w.body), e) > 0)`,
    [mode, JSON.stringify(emails)],
  )
  const ids = JSON.stringify(invoiceIds)
  await executePrepared(
    tx,
    `update inbound_webhook w set body = '{}'
     where w.processed_at is null and w.mode = ? and w.source in (select jsonb_array_elements_text(?::jsonb))
       and exists (
         select from (
           select unnest(array[id, provider_payment_id]) as id from payment_attempt where invoice_id ${IN_IDS}
           union all
           select unnest(array[id, provider_refund_id]) from refund where invoice_id ${IN_IDS}) known
         where strpos(w.body, known.id) > 0)`,
    [mode, JSON.stringify(RAILS), ids, ids],
  )
}

async function eraseEvents(
  tx: EntityManager,
  { merchantId, mode, invoiceIds, recurringIds, importIds, customerId }: ErasureSubject,
): Promise<void> {
  await executePrepared(
    tx,
    `update public_event p set data = p.data || '{"note":null}'
     from invoice_event e
     where ${OF_TENANT} and e.id = p.id and e.invoice_id ${IN_IDS} and p.data ->> 'note' is not null`,
    [merchantId, mode, JSON.stringify(invoiceIds)],
  )
  await executePrepared(
    tx,
    `update webhook_delivery d set tries = (
       select jsonb_agg(t.one || '{"body":""}' order by t.n)
       from jsonb_array_elements(d.tries) with ordinality as t(one, n))
     where ${OF_TENANT} and d.tries <> '[]' and d.event_id in (
       select id from invoice_event where invoice_id ${IN_IDS}
       union all select id from recurring_event where recurring_id ${IN_IDS}
       union all select id from customer_event where customer_id = ?
       union all select id from public_event
         where ${OF_TENANT} and type = 'import.completed' and data ->> 'import_id' ${IN_IDS})`,
    [
      merchantId,
      mode,
      JSON.stringify(invoiceIds),
      JSON.stringify(recurringIds),
      customerId,
      merchantId,
      mode,
      JSON.stringify(importIds),
    ],
  )
}

async function erasePayments(tx: EntityManager, { invoiceIds }: ErasureSubject): Promise<void> {
  await executePrepared(tx, `update payment_attempt set request_body = '' where invoice_id ${IN_IDS}`, [
    JSON.stringify(invoiceIds),
  ])
}

async function eraseNotes(tx: EntityManager, { invoiceIds }: ErasureSubject): Promise<void> {
  await executePrepared(tx, `update reconciliation_finding set note = null where invoice_id ${IN_IDS}`, [
    JSON.stringify(invoiceIds),
  ])
}

async function eraseTemplates(tx: EntityManager, { templateIds }: ErasureSubject): Promise<void> {
  await executePrepared(tx, `update recurring_template set body = null where id ${IN_IDS}`, [
    JSON.stringify(templateIds),
  ])
}

async function eraseImports(
  tx: EntityManager,
  { merchantId, mode, importIds, invoiceIds, emails, phones }: ErasureSubject,
): Promise<void> {
  const imports = JSON.stringify(importIds)
  await executePrepared(tx, `delete from import_file_chunk where import_id ${IN_IDS}`, [imports])
  await executePrepared(
    tx,
    `update import set problem = problem - 'preview' || '{"preview":[]}' where ${OF_TENANT} and id ${IN_IDS}`,
    [merchantId, mode, imports],
  )
  await executePrepared(
    tx,
    `update import_file_row r set dedup_key = null,
       invoice = r.invoice - 'customerPhone' - 'billingAddress' - 'electronicAddress' - 'deliveryAddress'
         - 'buyerReference' - 'customerCompanyNumber' - 'customerTaxNumber' - 'customerVatNumber'
         || '{"customerName":"","customerEmail":""}',
       errors = (select jsonb_agg(e || '{"value":""}'::jsonb) from jsonb_array_elements(r.errors) e)
     where r.import_id ${IN_IDS} and (r.invoice_id ${IN_IDS} or exists (
       select from jsonb_array_elements_text(?::jsonb) c
       where strpos(lower(r.invoice::text), c) > 0 or strpos(lower(r.errors::text), c) > 0))`,
    [imports, JSON.stringify(invoiceIds), JSON.stringify([...emails, ...phones])],
  )
}

async function eraseSuppressions(
  tx: EntityManager,
  { merchantId, mode, emails, phones }: ErasureSubject,
): Promise<void> {
  await executePrepared(tx, `delete from suppressed_address where ${OF_TENANT} and address ${IN_IDS}`, [
    merchantId,
    mode,
    JSON.stringify([...emails, ...phones]),
  ])
}
