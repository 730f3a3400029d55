import { isId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { type DeliveryRecord, findDelivery, redeliver } from '../../../db/webhooks/deliveries.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { notFound, Problem } from '../../http/errors/problem.ts'

/** @throws Problem `not_found`, also for a delivery of another merchant or mode */
export async function mustFindDelivery(
  em: EntityManager,
  tenant: Tenant,
  id: string,
): Promise<DeliveryRecord> {
  const found = isId('whd', id) ? await findDelivery(em, tenant, id) : undefined
  if (!found) throw notFound('Webhook delivery')
  return found
}

/**
 * Returns the new delivery. A repetition with the same command id returns the same.
 *
 * @throws Problem `webhook_endpoint_disabled`
 */
export async function redeliverOne(
  em: EntityManager,
  tenant: Tenant,
  delivery: DeliveryRecord,
  commandId: string,
): Promise<DeliveryRecord> {
  const id = await redeliver(em, delivery, commandId)
  if (id === undefined) throw new Problem('webhook_endpoint_disabled')
  return mustFindDelivery(em, tenant, id)
}
