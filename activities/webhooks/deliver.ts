import type { EntityManager } from '../../db/orm.ts'
import { type ClaimedDelivery, disableEndpoint, saveTry } from '../../db/webhooks/outbox.ts'
import { validSecrets } from '../../db/webhooks/endpoints.ts'
import type { LinkKey } from '../../domain/payment/payment-link.ts'
import { judge } from '../../domain/webhooks/delivery.ts'
import { TEST_EVENT_TYPE } from '../../domain/events/event-types.ts'
import { eventBody } from '../../domain/events/published-event.ts'
import { openSecret } from '../../domain/webhooks/secret.ts'
import type { WebhookPoster } from '../../integrations/webhooks/post-webhook.ts'
import { signedHeaders } from '../../integrations/webhooks/sign.ts'

export interface DeliverDeps {
  em: EntityManager
  poster: WebhookPoster
  linkKeys: readonly LinkKey[]
  retryDelaysMs: readonly number[]
}

export interface Delivered {
  needsRetry: boolean
  isEndpointDisabled: boolean
}

/** A crash before the result is saved repeats the try with the same `webhook-id`. */
export async function deliver(deps: DeliverDeps, claimed: ClaimedDelivery): Promise<Delivered> {
  const { url, endpointId, event, attempts } = claimed
  const body = JSON.stringify(eventBody(event))
  const now = new Date()
  const secrets = validSecrets(claimed.secrets, now.getTime()).map((secret) =>
    openSecret(secret, endpointId, deps.linkKeys),
  )
  const answer = await deps.poster.post(url, signedHeaders(event.id, now, body, secrets), body)
  const isTest = event.type === TEST_EVENT_TYPE
  const verdict = judge(answer, attempts, isTest ? [] : deps.retryDelaysMs)
  const em = deps.em.fork()
  const isSaved = await saveTry(em, claimed, answer, verdict, !isTest)
  if (!isSaved || verdict.outcome === 'succeeded') return { needsRetry: false, isEndpointDisabled: false }
  const isGone = verdict.outcome === 'failed' && verdict.isGone
  const isEndpointDisabled = isGone || !isTest ? await disableEndpoint(em, endpointId, isGone) : false
  return { needsRetry: verdict.outcome === 'retrying' && !isEndpointDisabled, isEndpointDisabled }
}
