import { isDeepStrictEqual } from 'node:util'
import type * as v from 'valibot'
import { violates } from '../../../db/constraint.ts'
import { createCustomer, type CustomerColumns, updateCustomer } from '../../../db/customers/customers.ts'
import type { CustomerRow } from '../../../db/entities/index.ts'
import { newId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { CustomerField } from '../../../domain/customer/events.ts'
import { byRequest, type MerchantActor } from '../../../domain/invoice/index.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { type IfMatch, tagOfLog } from '../../http/entity-tag.ts'
import type { ClaimKey } from '../../http/idempotency/idempotency.ts'
import { parseBody } from '../../http/request/json-body.ts'
import { withoutUndefined } from '../../http/request/merge-changes.ts'
import { Problem } from '../../http/errors/problem.ts'
import { CustomerBody, CustomerChanges } from './customer-body.ts'

interface By {
  actor: MerchantActor
  claim?: ClaimKey | undefined
}

interface Change extends By {
  ifMatch?: IfMatch | undefined
}

/** @throws Problem for invalid fields, or `customer_exists` */
export async function addCustomer(
  em: EntityManager,
  { tenant, actor, claim }: By & { tenant: Tenant },
  json: unknown,
): Promise<string> {
  const columns = columnsOf(parseBody(CustomerBody, json))
  const id = newId('cus')
  const saving = em.transactional(async (tx) => {
    await claim?.(tx, id)
    await createCustomer(tx, tenant, id, columns, byRequest({ actor }))
  })
  await refuseTakenEmail(saving)
  return id
}

/** @throws Problem for invalid fields, `customer_exists`, `customer_erased` or `precondition_failed` */
export async function changeCustomer(
  em: EntityManager,
  id: string,
  { actor, claim, ifMatch }: Change,
  json: unknown,
): Promise<string> {
  const changes = parseBody(CustomerChanges, json)
  const change = (row: CustomerRow) => {
    if (ifMatch && !ifMatch.matches(tagOfLog(row))) throw new Problem('precondition_failed')
    return applyChanges(row, changes)
  }
  const updating = updateCustomer(em, id, change, byRequest({ actor }), claim)
  if (!(await refuseTakenEmail(updating))) throw new Problem('customer_erased')
  return id
}

async function refuseTakenEmail<T>(saving: Promise<T>): Promise<T> {
  try {
    return await saving
  } catch (error) {
    if (violates(error, 'customer_email')) throw new Problem('customer_exists')
    throw error
  }
}

function columnsOf(body: v.InferOutput<typeof CustomerBody>): CustomerColumns {
  const { name, email, billing_address, delivery_address, cc } = body
  return {
    name,
    email,
    phone: body.phone ?? null,
    language: body.language ?? null,
    companyNumber: body.company_number ?? null,
    taxNumber: body.tax_number ?? null,
    vatNumber: body.vat_number ?? null,
    billingAddress: billing_address ? withoutUndefined(billing_address) : null,
    purchaseOrder: body.purchase_order ?? null,
    buyerReference: body.buyer_reference ?? null,
    deliveryAddress: delivery_address ? withoutUndefined(delivery_address) : null,
    electronicAddress: body.electronic_address ?? null,
    einvoiceFormat: body.einvoice_format ?? null,
    cc,
  }
}

const COLUMN_OF = {
  name: 'name',
  email: 'email',
  phone: 'phone',
  language: 'language',
  company_number: 'companyNumber',
  tax_number: 'taxNumber',
  vat_number: 'vatNumber',
  billing_address: 'billingAddress',
  purchase_order: 'purchaseOrder',
  buyer_reference: 'buyerReference',
  delivery_address: 'deliveryAddress',
  electronic_address: 'electronicAddress',
  einvoice_format: 'einvoiceFormat',
  cc: 'cc',
} as const satisfies Record<CustomerField, keyof CustomerColumns>

function applyChanges(row: CustomerRow, changes: v.InferOutput<typeof CustomerChanges>): CustomerField[] {
  const { billing_address: billing, delivery_address: delivery, cc, ...others } = changes
  const values: Partial<Record<CustomerField, unknown>> = {
    ...others,
    ...(cc === undefined ? {} : { cc: cc ?? [] }),
    ...(billing === undefined ? {} : { billing_address: billing && withoutUndefined(billing) }),
    ...(delivery === undefined ? {} : { delivery_address: delivery && withoutUndefined(delivery) }),
  }
  const changed = (Object.keys(COLUMN_OF) as CustomerField[]).filter((field) => {
    const value = values[field]
    return value !== undefined && !isDeepStrictEqual(value, row[COLUMN_OF[field]] ?? null)
  })
  for (const field of changed) Object.assign(row, { [COLUMN_OF[field]]: values[field] })
  return changed
}
