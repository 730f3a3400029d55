import type { Cause } from '../../../domain/shared/cause.ts'
import { recordsOf } from '../../bulk-insert.ts'
import { findOrMakeIn, type WantedCustomer } from '../../customers/find-or-make.ts'
import { InvoiceRow } from '../../entities/index.ts'
import type { EntityManager } from '../../orm.ts'
import { executePrepared } from '../../prepared.ts'
import type { NewInvoice } from './new-invoice.ts'

const MAX_TRIES = 5

/** Returns false if the given customer does not exist. Without one, finds or makes the customer of the draft. */
export async function insertDraft(
  em: EntityManager,
  draft: NewInvoice,
  customerId: string | undefined,
  cause: Cause,
): Promise<boolean> {
  if (customerId !== undefined) {
    const { merchantId, mode } = draft
    return insertFor(em, KNOWN, [customerId, merchantId, mode], draft)
  }
  const customer = wantedFrom(draft)
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const { sql, parameters } = findOrMakeIn(draft, customer, cause)
    if (await insertFor(em, sql, parameters, draft)) return true
  }
  throw new RangeError('a customer appears and disappears')
}

const KNOWN = `present as (
    select c.id from customer c where c.id = ? and c.merchant_id = ? and c.mode = ? and c.erased_at is null
    for key share of c)`

async function insertFor(
  em: EntityManager,
  customer: string,
  parameters: readonly unknown[],
  draft: NewInvoice,
): Promise<boolean> {
  const { names, json } = recordsOf(em, InvoiceRow, [draft])
  const others = names.filter((name) => name !== 'customer_id')
  const inserted = await executePrepared(
    em,
    `with ${customer}
     insert into invoice (customer_id, ${others.join(', ')})
     select p.id, ${others.map((name) => `r.${name}`).join(', ')}
     from present p, jsonb_populate_recordset(null::invoice, ?::jsonb) r
     returning id`,
    [...parameters, json],
  )
  return inserted.length > 0
}

function wantedFrom(draft: NewInvoice): WantedCustomer {
  return {
    name: draft.customerName,
    email: draft.customerEmail,
    phone: draft.customerPhone ?? undefined,
    language: draft.language ?? undefined,
    companyNumber: draft.customerCompanyNumber ?? undefined,
    taxNumber: draft.customerTaxNumber ?? undefined,
    vatNumber: draft.customerVatNumber ?? undefined,
    billingAddress: draft.billingAddress ?? undefined,
    electronicAddress: draft.electronicAddress ?? undefined,
    einvoiceFormat: draft.einvoiceFormat,
    cc: draft.customerCc,
  }
}
