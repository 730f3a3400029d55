import { EventsQuery } from '../../merchant/events/list-request.ts'
import { onePage } from '../examples/invoice.ts'
import { EVENT } from '../examples/webhook.ts'
import type { Resource } from '../operation.ts'
import { idOf, pageOf } from '../schemas/fields.ts'
import { PublishedEvent } from '../webhooks.ts'

export const events: Resource = {
  tag: 'Events',
  about: 'What happened, for 90 days: each event in the form of its webhook.',
  parameters: { id: idOf('evt', 'The event') },
  requests: {},
  responses: {
    PublishedEvent: { schema: PublishedEvent, example: EVENT },
    PublishedEventList: { schema: pageOf(PublishedEvent), example: onePage(EVENT) },
  },
  operations: [
    {
      method: 'get',
      path: '/v1/events',
      id: 'listEvents',
      summary: 'List events',
      description:
        'In the order of their `sequence`, the oldest first. To catch up, send the `sequence` of your last event as `after`, and page to the end.\n\nWith `Accept: text/event-stream` it streams the events as they happen, after `Last-Event-ID`, after `after`, or from now on. Each has its `sequence` as `id` and the event as JSON in `data`. Of the parameters, a stream takes `after` and `type`.',
      query: EventsQuery,
      resumable: true,
      answers: {
        200: {
          about: 'The events',
          schema: 'PublishedEventList',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
      },
      problems: ['too_many_event_streams'],
    },
    {
      method: 'get',
      path: '/v1/events/{id}',
      id: 'getEvent',
      summary: 'Read an event',
      answers: { 200: 'PublishedEvent' },
    },
  ],
}
