import { readCustomer } from '../../../db/customers/customers.ts'
import type { CustomerRow } from '../../../db/entities/index.ts'
import { isId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { notFound } from '../../http/errors/problem.ts'

/** @throws Problem `not_found`, also for another merchant's or mode's customer */
export async function findCustomer(em: EntityManager, id: string, tenant: Tenant): Promise<CustomerRow> {
  const row = isId('cus', id) ? await readCustomer(em, id, tenant) : undefined
  if (!row) throw notFound('Customer')
  return row
}
