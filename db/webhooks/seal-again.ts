import { isSealedWithNewest, seal, type SealKey, unseal } from '../../domain/shared/sealed-text.ts'
import { WebhookEndpointRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { changeEndpoint } from './endpoints.ts'

/**
 * Seals every secret with the newest key, so that an older key can be removed.
 *
 * @throws Error if a secret is sealed with a key that the ring does not have
 */
export async function sealSecretsAgain(shared: EntityManager, ring: readonly SealKey[]): Promise<void> {
  const em = shared.fork()
  for (const { id, merchantId, mode, secrets } of await em.find(WebhookEndpointRow, { deletedAt: null })) {
    if (secrets.every(({ sealed }) => isSealedWithNewest(sealed, ring))) continue
    await changeEndpoint(em.fork(), { merchantId, mode }, id, (endpoint) => {
      endpoint.secrets = endpoint.secrets.map((secret) => ({
        ...secret,
        sealed: seal(unseal(secret.sealed, id, ring), id, ring),
      }))
    })
  }
}
