import * as v from 'valibot'
import { DELIVERY_STATUSES } from '../../../domain/webhooks/delivery.ts'
import { EVENT_TYPES } from '../../../domain/events/event-types.ts'
import { instant, prose } from '../../http/request/fields.ts'
import { idCursor, idFilter, limit } from '../../http/request/list-query.ts'

const MAX_URL = 2_048

const url = (allowsHttp: boolean) =>
  v.pipe(
    v.string('invalid_type|must be a text'),
    v.metadata({ format: 'uri' }),
    v.minLength(1, 'required|must not be empty'),
    v.maxLength(MAX_URL, `too_long|must be at most ${MAX_URL} characters`),
    v.check(
      (text) => isWebhookUrl(text, allowsHttp),
      'invalid_url|must be an https address without user, password and fragment',
    ),
    v.transform((text) => new URL(text).href),
  )

function isWebhookUrl(text: string, allowsHttp: boolean): boolean {
  const parsed = URL.parse(text)
  if (!parsed || !/^https?:\/\//i.test(text)) return false
  const { protocol, username, password, hash } = parsed
  return (protocol === 'https:' || allowsHttp) && username === '' && password === '' && hash === ''
}

export const EventType = v.picklist(
  EVENT_TYPES,
  'unknown_event|must be a type of docs/events.md, such as invoice.paid',
)

const events = v.nullable(
  v.pipe(
    v.array(EventType),
    v.minLength(1, 'required|must not be empty; null means all events'),
    v.transform((types) => [...new Set(types)].toSorted()),
  ),
)

const description = v.nullable(prose(500))

export const NewEndpointBody = (allowsHttp: boolean) =>
  v.strictObject({
    url: url(allowsHttp),
    events: v.optional(events, null),
    description: v.optional(description, null),
  })

export const ChangedEndpointBody = (allowsHttp: boolean) =>
  v.strictObject({
    url: v.optional(url(allowsHttp)),
    events: v.optional(events),
    description: v.optional(description),
    status: v.optional(v.picklist(['enabled', 'disabled'], 'invalid_choice|must be "enabled" or "disabled"')),
  })

export const RedeliveryBody = v.strictObject({
  since: instant,
  until: v.optional(instant),
  events: v.optional(
    v.picklist(['undelivered', 'all'], 'invalid_choice|must be "undelivered" or "all"'),
    'undelivered',
  ),
})

export const EndpointList = v.strictObject({ limit: v.optional(limit, '25'), cursor: idCursor('whe') })

export const DeliveryList = v.strictObject({
  limit: v.optional(limit, '25'),
  cursor: idCursor('whd'),
  endpoint: idFilter('whe', 'a webhook endpoint'),
  event: idFilter('evt', 'an event'),
  status: v.optional(
    v.picklist(DELIVERY_STATUSES, `invalid_status|must be one of ${DELIVERY_STATUSES.join(', ')}`),
  ),
})
