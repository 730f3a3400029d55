import * as v from 'valibot'
import { flag, instant, orNull, text, word } from '../../../domain/events/public-event.ts'
import { DELIVERY_STATUSES, type DisabledReason, type TryFailure } from '../../../domain/webhooks/delivery.ts'
import { TEST_EVENT_TYPE } from '../../../domain/events/event-types.ts'
import { EventType } from '../../merchant/webhooks/bodies.ts'
import { Webhook } from '../webhooks.ts'
import { count, idOf, instantOrNull, mode, textOrNull } from './fields.ts'

const REASONS: Record<DisabledReason, true> = { merchant: true, gone: true, failing: true }
const FAILURES: Record<TryFailure, true> = {
  status: true,
  redirect: true,
  timeout: true,
  connection_failed: true,
  host_not_found: true,
  address_not_allowed: true,
}

export const WebhookEndpoint = v.strictObject({
  object: v.literal('webhook_endpoint'),
  id: idOf('whe'),
  mode,
  url: text('Where webhooks go'),
  description: textOrNull('The merchant’s own text'),
  events: orNull(v.array(EventType), 'The types that it gets; null means all'),
  status: word(['enabled', 'disabled'], 'The status'),
  disabled_reason: orNull(v.picklist(Object.keys(REASONS)), 'Why it is disabled'),
  disabled_at: instantOrNull('When it was disabled'),
  failing_since: instantOrNull('When the tries began to fail'),
  earlier_secret_expires_at: instantOrNull('When the secret before the latest rotation ends'),
  created_at: instant('When it was created'),
  updated_at: instant('When it last changed'),
})

export const NewWebhookEndpoint = v.strictObject({
  ...WebhookEndpoint.entries,
  secret: textOrNull('`whsec_…`. A repeated answer has null.'),
})

export const Try = v.strictObject({
  at: instant('When it began'),
  duration_ms: count('Milliseconds'),
  status_code: orNull(v.number(), 'The status of the answer'),
  failure: orNull(v.picklist(Object.keys(FAILURES)), 'Why it failed'),
  response: text('The first 2 KB of the answer'),
})

export const WebhookDelivery = v.strictObject({
  object: v.literal('webhook_delivery'),
  id: idOf('whd'),
  endpoint: idOf('whe', 'The endpoint'),
  event: v.strictObject({
    id: idOf('evt', 'The event'),
    type: v.union([EventType, v.literal(TEST_EVENT_TYPE)]),
    sequence: count('The position among the events of the merchant and mode'),
    created_at: instant('When it was recorded'),
  }),
  status: word(DELIVERY_STATUSES, 'The status'),
  is_redelivery: flag('Whether a request caused it'),
  attempts: count('Finished tries'),
  last_attempt: orNull(Try, 'The latest try'),
  next_attempt_at: instantOrNull('When the next try is planned'),
  created_at: instant('When it was created'),
  updated_at: instant('When it last changed'),
})

export const WebhookDeliveryDetail = v.strictObject({
  ...WebhookDelivery.entries,
  tries: v.array(Try),
  body: Webhook,
})

export const WebhookRedelivery = v.strictObject({
  object: v.literal('webhook_redelivery'),
  endpoint: idOf('whe', 'The endpoint'),
  events: count('Events that are sent again'),
})
