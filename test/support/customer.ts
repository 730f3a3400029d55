import { findOrMakeCustomer } from '../../db/customers/find-or-make.ts'
import type { EntityManager } from '../../db/orm.ts'
import { automatic } from '../../domain/shared/cause.ts'

export async function saveCustomer(
  em: EntityManager,
  merchantId: string,
  email = 'ada@customer.example',
): Promise<string> {
  const tenant = { merchantId, mode: 'test' } as const
  return (await findOrMakeCustomer(em, tenant, { name: 'Ada', email }, automatic)).customer.id
}
