import type { LinkKey } from '../../domain/payment/payment-link.ts'
import { openSecret, sealSecret } from '../../domain/webhooks/secret.ts'
import type { WebhookEndpointRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'
import { changeEndpoint } from './endpoints.ts'

/** @throws RangeError if a secret is sealed with a key that the ring does not have */
export async function sealSecretsAgain(shared: EntityManager, ring: readonly LinkKey[]): Promise<void> {
  const em = shared.fork()
  const due = await executePrepared<Pick<WebhookEndpointRow, 'id' | 'merchantId' | 'mode'>>(
    em,
    `select id, merchant_id as "merchantId", mode from webhook_endpoint
     where deleted_at is null and exists (select from jsonb_array_elements(secrets) s where s ->> 'kid' <> ?)`,
    [ring[0]?.kid ?? ''],
  )
  const failures: unknown[] = []
  for (const { id, merchantId, mode } of due) {
    await changeEndpoint(em.fork(), { merchantId, mode }, id, { type: 'system' }, (endpoint) => {
      endpoint.secrets = endpoint.secrets.map((secret) => ({
        ...secret,
        ...sealSecret(openSecret(secret, id, ring), id, ring),
      }))
    }).catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}
