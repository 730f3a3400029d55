import { isDeepStrictEqual } from 'node:util'
import { violates } from '../../../../db/constraint.ts'
import type { InvoiceRow } from '../../../../db/entities/index.ts'
import { newId } from '../../../../db/ids.ts'
import type { VersionedInvoice } from '../../../../db/invoices/read-invoice.ts'
import type { EntityManager } from '../../../../db/orm.ts'
import type { MerchantActor } from '../../../../domain/invoice/index.ts'
import type { ApiDeps } from '../../../deps.ts'
import type { Tenant } from '../../../http/api-key-auth.ts'
import { ifMatchOf, tagOf } from '../../../http/entity-tag.ts'
import { notFound, Problem } from '../../../http/errors/problem.ts'
import type { Mistakes } from '../../../identity/form.ts'
import { changeInvoice } from '../../../merchant/invoices/change-invoice.ts'
import { createDraft } from '../../../merchant/invoices/create-draft.ts'
import { loadInvoice } from '../../../merchant/invoices/find-invoice.ts'
import { bodyOf } from './draft-body.ts'
import type { DraftForm } from './draft-form.ts'
import { formOf } from './form-of-row.ts'
import { withKnown } from './known-customer.ts'

interface Given {
  form: DraftForm
  /** The form has seen this version; none before the first save. */
  tag: string
  /** True replaces any other version. */
  isForced: boolean
}

type By = { tenant: Tenant; actor: MerchantActor; id: string; zone: string }

/**
 * Creates or changes the draft. A form that is sent twice is saved once.
 *
 * @returns the tag of the saved draft, or the mistakes of the form
 * @throws Problem such as `precondition_failed`, `not_a_draft` or `invalid_fields`
 */
export async function saveDraft(
  deps: Pick<ApiDeps, 'channels' | 'invoices' | 'rails'>,
  em: EntityManager,
  by: By,
  given: Given,
): Promise<{ tag: string } | { mistakes: Mistakes }> {
  const { tenant, id } = by
  const { tag, isForced } = given
  const form = tag === '' ? await withKnown(em, tenant, given.form) : given.form
  const found = await load(em, by)
  if (!found && tag !== '' && !isForced) throw notFound('Invoice')
  const body = bodyOf(form, found ? null : undefined, by.zone)
  if ('mistakes' in body) return body
  if (found && found.row.status !== 'draft') {
    if (isSaved(found.row, body.json, by.zone)) return { tag }
    throw new Problem('not_a_draft')
  }
  try {
    if (found) await change(deps, em, by, { found, json: body.json, tag, isForced })
    else await createDraft(deps, em, by, body.json, undefined)
  } catch (error) {
    if (!violates(error, 'invoice_pkey')) throw error
    // The same form has created the draft meanwhile, unless the id is another merchant's.
    if (await load(em, by)) return saveDraft(deps, em, by, given)
    throw notFound('Invoice')
  }
  return { tag: tagOf(await loadInvoice(em, id, tenant)) }
}

async function change(
  deps: Pick<ApiDeps, 'channels' | 'invoices' | 'rails'>,
  em: EntityManager,
  { tenant, actor, id, zone }: By,
  {
    found,
    json,
    tag,
    isForced,
  }: { found: VersionedInvoice; json: Record<string, unknown> } & Omit<Given, 'form'>,
): Promise<void> {
  const ifMatch = isForced ? undefined : ifMatchOf(tag)
  try {
    await changeInvoice(deps, em, found, json, { commandId: newId('cmd'), actor, ifMatch })
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'precondition_failed') throw error
    const { row } = await loadInvoice(em, id, tenant)
    if (!isSaved(row, json, zone)) throw error
  }
}

/** An issued invoice has a number, days and payments that its form did not have. */
function isSaved(row: InvoiceRow, json: Record<string, unknown>, zone: string): boolean {
  const { fields, ...others } = formOf(row, zone)
  const isDraft = row.status === 'draft'
  const number = json['number'] === null ? '' : (fields['number'] ?? '')
  const known = isDraft ? fields : { ...fields, number, send_on: '', issue_date: '', amount_paid: '' }
  const present = bodyOf({ ...others, fields: known }, null, zone)
  const wanted = isDraft ? json : { ...json, send: 'draft', issue_date: null, amount_paid: null }
  return 'json' in present && isDeepStrictEqual(present.json, wanted)
}

async function load(em: EntityManager, { id, tenant }: By): Promise<VersionedInvoice | undefined> {
  try {
    return await loadInvoice(em, id, tenant)
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') return undefined
    throw error
  }
}
