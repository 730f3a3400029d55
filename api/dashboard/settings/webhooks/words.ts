import type { DeliveryRecord } from '../../../../db/webhooks/deliveries.ts'
import type { WebhookEndpointRow, WebhookTry } from '../../../../db/entities/index.ts'
import {
  DELIVERY_STATUSES,
  type DeliveryStatus,
  type TryFailure,
} from '../../../../domain/webhooks/delivery.ts'
import { count } from '../../format.ts'

const STATUS_NAMES: Record<DeliveryStatus, string> = {
  pending: 'Waiting',
  retrying: 'Will be tried again',
  succeeded: 'Delivered',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

export const STATUS_OPTIONS = [
  ['', 'All'],
  ...DELIVERY_STATUSES.map((status) => [status, STATUS_NAMES[status]] as const),
] as const

export function statusOf({ status }: Pick<DeliveryRecord, 'status'>): { name: string; kind: string } {
  const shown = status === 'sending' ? 'pending' : status
  const kinds: Partial<Record<DeliveryStatus, string>> = {
    succeeded: 'paid',
    failed: 'failed',
    retrying: 'failed',
  }
  return { name: STATUS_NAMES[shown], kind: kinds[shown] ?? '' }
}

const FAILURES: Record<Exclude<TryFailure, 'status'>, string> = {
  redirect: 'a redirect, which is not followed',
  timeout: 'no answer in time',
  connection_failed: 'no connection',
  host_not_found: 'the host does not exist',
  address_not_allowed: 'the address is of a private network',
}

/** Returns text such as `status 500`, or why there is no answer. */
export function answerOf({ statusCode, failure }: WebhookTry): string {
  if (failure !== null && failure !== 'status') return FAILURES[failure]
  return statusCode === null ? 'no answer' : `status ${statusCode}`
}

export function stateOf({ status, disabledReason, failingSince }: WebhookEndpointRow): {
  name: string
  kind: string
  text: string
} {
  if (status === 'disabled') {
    const text = {
      merchant: 'It gets no events until you enable it.',
      gone: 'It answered 410, so it gets no events until you enable it.',
      failing: 'It failed for five days, so it gets no events until you enable it.',
    }[disabledReason ?? 'merchant']
    return { name: 'Disabled', kind: '', text }
  }
  return failingSince
    ? { name: 'Failing', kind: 'failed', text: 'Its events are sent again later.' }
    : { name: 'Enabled', kind: 'enabled', text: 'It gets each event within a second.' }
}

export function eventsText({ events }: Pick<WebhookEndpointRow, 'events'>): string {
  return events ? count(events.length, 'type of event', 'types of events') : 'every type of event'
}
