import { TEST_EVENT_TYPE } from '../../domain/events/event-types.ts'
import type { NamedSchema } from './operation.ts'
import { EVENT_FORMS, oneOf, webhookBody } from './schemas/events.ts'

const FORMS = EVENT_FORMS.map((form) => ({
  ...form,
  name: form.name.replace(/Event$/, 'Webhook'),
  schema: webhookBody(form.type, form.schema),
}))

export const Webhook = oneOf(FORMS)
export const PublishedEvent = oneOf(FORMS.filter(({ type }) => type !== TEST_EVENT_TYPE))

export const WEBHOOK_SCHEMAS: Readonly<Record<string, NamedSchema>> = {
  ...Object.fromEntries(FORMS.map(({ name, schema }) => [name, { schema }])),
  Webhook: { schema: Webhook },
}

/**
 * Standard Webhooks defines the headers.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
const HEADERS = [
  ['webhook-id', 'The id of the message; the same in every try', { type: 'string' }],
  ['webhook-timestamp', 'When the try began, in seconds since 1970', { type: 'integer' }],
  ['webhook-signature', 'One signature or more, separated by spaces: `v1,` and base64', { type: 'string' }],
] as const

export function webhooks(): Record<string, object> {
  return Object.fromEntries(
    FORMS.map(({ type, when, name }) => [
      type,
      {
        post: {
          operationId: `on${name}`,
          tags: ['Webhooks'],
          summary: when,
          security: [],
          parameters: HEADERS.map(([header, description, schema]) => ({
            name: header,
            in: 'header',
            required: true,
            description,
            schema,
          })),
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
          },
          responses: { '2XX': { description: 'Received' }, 410: { description: 'No more webhooks, please' } },
        },
      },
    ]),
  )
}
