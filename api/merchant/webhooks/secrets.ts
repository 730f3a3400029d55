import type { EndpointSecret } from '../../../db/entities/index.ts'
import { MAX_SECRETS, validSecrets } from '../../../db/webhooks/endpoints.ts'
import type { LinkKey } from '../../../domain/payment/payment-link.ts'
import { openSecret, sealSecret } from '../../../domain/webhooks/secret.ts'
import { newSecret } from '../../../integrations/webhooks/sign.ts'
import { Problem } from '../../http/errors/problem.ts'

interface SecretContext {
  endpointId: string
  commandId: string
  ring: readonly LinkKey[]
}

export function createSecret({ endpointId, commandId, ring }: SecretContext): {
  secret: string
  stored: EndpointSecret
} {
  const secret = newSecret()
  return { secret, stored: { ...sealSecret(secret, endpointId, ring), commandId, expiresAt: null } }
}

/**
 * @param overlapMs milliseconds after which every present secret has ended
 *
 * @throws Problem `too_many_webhook_secrets`
 */
export function rotate(
  secrets: readonly EndpointSecret[],
  overlapMs: number,
  context: SecretContext,
): EndpointSecret[] {
  if (secrets.some(({ commandId }) => commandId === context.commandId)) return [...secrets]
  const now = Date.now()
  const earlier = secrets.map((secret) => {
    const end = Math.min(
      now + overlapMs,
      secret.expiresAt ? Date.parse(secret.expiresAt) : Number.POSITIVE_INFINITY,
    )
    return { ...secret, expiresAt: new Date(end).toISOString() }
  })
  const kept = validSecrets(earlier, now)
  if (kept.length >= MAX_SECRETS) throw new Problem('too_many_webhook_secrets')
  return [createSecret(context).stored, ...kept]
}

export function secretOf(
  secrets: readonly EndpointSecret[],
  { endpointId, commandId, ring }: SecretContext,
): string | null {
  const found = secrets.find((secret) => secret.commandId === commandId)
  return found ? openSecret(found, endpointId, ring) : null
}
