import {
  ChangedEndpointBody,
  EndpointList,
  EventType,
  NewEndpointBody,
  RedeliveryBody,
} from '../../merchant/webhooks/bodies.ts'
import { onePage } from '../examples/invoice.ts'
import { ENDPOINT, ENDPOINT_ID } from '../examples/webhook.ts'
import type { Resource } from '../operation.ts'
import { idOf, pageOf } from '../schemas/fields.ts'
import { NewWebhookEndpoint, WebhookEndpoint, WebhookRedelivery } from '../schemas/webhook.ts'

const SECRET = 'whsec_QnJhbmQgbmV3IHNlY3JldCBvZiAzMiBieXRlcy4uLg=='

export const webhookEndpoints: Resource = {
  tag: 'Webhook endpoints',
  about: 'Where events are posted, signed by the Standard Webhooks specification.',
  parameters: { id: idOf('whe', 'The endpoint') },
  requests: {
    NewWebhookEndpointRequest: {
      schema: NewEndpointBody(false),
      example: { url: ENDPOINT.url, events: ENDPOINT.events, description: ENDPOINT.description },
    },
    WebhookEventTypeRequest: { schema: EventType },
    WebhookEndpointChanges: { schema: ChangedEndpointBody(false), example: { status: 'enabled' } },
    RedeliveryRequest: { schema: RedeliveryBody, example: { since: '2026-12-01T00:00:00Z' } },
  },
  responses: {
    WebhookEndpoint: { schema: WebhookEndpoint, example: ENDPOINT },
    NewWebhookEndpoint: { schema: NewWebhookEndpoint, example: { ...ENDPOINT, secret: SECRET } },
    WebhookEndpointList: { schema: pageOf(WebhookEndpoint), example: onePage(ENDPOINT) },
    WebhookEventType: { schema: EventType },
    WebhookRedelivery: {
      schema: WebhookRedelivery,
      example: { object: 'webhook_redelivery', endpoint: ENDPOINT_ID, events: 12 },
    },
  },
  operations: [
    {
      method: 'post',
      path: '/v1/webhook_endpoints',
      id: 'createWebhookEndpoint',
      summary: 'Create a webhook endpoint',
      description: 'Only the first answer has the secret. At most 20 endpoints in a mode.',
      body: 'NewWebhookEndpointRequest',
      answers: { 201: { about: 'The endpoint', schema: 'NewWebhookEndpoint', headers: ['Location'] } },
      problems: ['too_many_webhook_endpoints'],
    },
    {
      method: 'get',
      path: '/v1/webhook_endpoints',
      id: 'listWebhookEndpoints',
      summary: 'List webhook endpoints',
      query: EndpointList,
      answers: { 200: 'WebhookEndpointList' },
    },
    {
      method: 'get',
      path: '/v1/webhook_endpoints/{id}',
      id: 'getWebhookEndpoint',
      summary: 'Read a webhook endpoint',
      answers: { 200: { schema: 'WebhookEndpoint', headers: ['ETag'] } },
    },
    {
      method: 'patch',
      path: '/v1/webhook_endpoints/{id}',
      id: 'changeWebhookEndpoint',
      summary: 'Change a webhook endpoint',
      body: 'WebhookEndpointChanges',
      conditional: true,
      answers: { 200: { schema: 'WebhookEndpoint', headers: ['ETag?'] } },
    },
    {
      method: 'delete',
      path: '/v1/webhook_endpoints/{id}',
      id: 'deleteWebhookEndpoint',
      summary: 'Delete a webhook endpoint',
      description: 'Its deliveries stay in the log.',
      answers: { 204: { about: 'The endpoint is deleted' } },
    },
    {
      method: 'post',
      path: '/v1/webhook_endpoints/{id}/rotate_secret',
      id: 'rotateWebhookSecret',
      summary: 'Replace the secret',
      description: 'The earlier secrets sign too until the overlap is over, at most `P7D`.',
      body: { optional: 'OverlapRequest' },
      answers: { 200: 'NewWebhookEndpoint' },
      problems: ['too_many_webhook_secrets', 'invalid_duration'],
    },
    {
      method: 'post',
      path: '/v1/webhook_endpoints/{id}/test',
      id: 'testWebhookEndpoint',
      summary: 'Send a test event',
      description: 'Whatever the filter; it is tried once.',
      answers: { 202: 'WebhookDelivery' },
      problems: ['webhook_endpoint_disabled'],
    },
    {
      method: 'post',
      path: '/v1/webhook_endpoints/{id}/redeliver',
      id: 'redeliverWebhooks',
      summary: 'Send the events of a time again',
      description: 'At most 10,000 at once.',
      body: 'RedeliveryRequest',
      answers: { 202: 'WebhookRedelivery' },
      problems: ['webhook_endpoint_disabled', 'range_too_large'],
    },
  ],
}
