import type { LinkKey } from '../../domain/payment/payment-link.ts'
import { openSecret, sealSecret } from '../../domain/webhooks/secret.ts'
import { WebhookEndpointRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { changeEndpoint } from './endpoints.ts'

/** @throws RangeError if a secret is sealed with a key that the ring does not have */
export async function sealSecretsAgain(shared: EntityManager, ring: readonly LinkKey[]): Promise<void> {
  const em = shared.fork()
  for (const { id, merchantId, mode, secrets } of await em.find(WebhookEndpointRow, { deletedAt: null })) {
    if (secrets.every(({ kid }) => kid === ring[0]?.kid)) continue
    await changeEndpoint(em.fork(), { merchantId, mode }, id, (endpoint) => {
      endpoint.secrets = endpoint.secrets.map((secret) => ({
        ...secret,
        ...sealSecret(openSecret(secret, id, ring), id, ring),
      }))
    })
  }
}
