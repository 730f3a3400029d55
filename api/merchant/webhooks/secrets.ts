import type { SealedSecret } from '../../../db/entities/index.ts'
import { MAX_SECRETS, validSecrets } from '../../../db/webhooks/endpoints.ts'
import { seal, type SealKey, unseal } from '../../../domain/shared/sealed-text.ts'
import { afterDuration } from '../../../domain/shared/calendar.ts'
import { newSecret } from '../../../integrations/webhooks/sign.ts'
import { invalidFields, Problem } from '../../http/problem.ts'

const MAX_OVERLAP_MS = 7 * 86_400_000

interface SecretContext {
  endpointId: string
  commandId: string
  ring: readonly SealKey[]
}

export function firstSecrets({ endpointId, commandId, ring }: SecretContext): SealedSecret[] {
  return [{ sealed: seal(newSecret(), endpointId, ring), commandId, expiresAt: null }]
}

/**
 * A repetition of the same command changes nothing.
 *
 * @param expiresAt the end of the present secrets, in milliseconds since 1970
 * @throws Problem `too_many_webhook_secrets`
 */
export function rotate(
  secrets: readonly SealedSecret[],
  expiresAt: number,
  now: number,
  context: SecretContext,
): SealedSecret[] {
  if (secrets.some(({ commandId }) => commandId === context.commandId)) return [...secrets]
  const earlier = secrets.map((secret) => {
    const end = Math.min(
      expiresAt,
      secret.expiresAt ? Date.parse(secret.expiresAt) : Number.POSITIVE_INFINITY,
    )
    return { ...secret, expiresAt: new Date(end).toISOString() }
  })
  const kept = validSecrets(earlier, now)
  if (kept.length >= MAX_SECRETS) throw new Problem('too_many_webhook_secrets')
  return [...firstSecrets(context), ...kept]
}

/** @throws Problem `invalid_duration` */
export function overlapEnd(overlap: string, now: number): number {
  const end = afterDuration(now, overlap, 'UTC')
  if (end !== undefined && end >= now && end - now <= MAX_OVERLAP_MS) return end
  const detail = 'must be an ISO 8601 duration of at most seven days, PT24H'
  throw invalidFields([{ pointer: '/overlap', code: 'invalid_duration', detail }])
}

/** @returns undefined if a later rotation replaced the secret of the command */
export function secretOf(
  secrets: readonly SealedSecret[],
  { endpointId, commandId, ring }: SecretContext,
): string | undefined {
  const found = secrets.find((secret) => secret.commandId === commandId)
  return found && unseal(found.sealed, endpointId, ring)
}
