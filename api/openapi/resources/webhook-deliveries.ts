import { DeliveryList } from '../../merchant/webhooks/bodies.ts'
import { onePage } from '../examples/invoice.ts'
import { DELIVERY, DELIVERY_DETAIL } from '../examples/webhook.ts'
import type { Resource } from '../operation.ts'
import { idOf, pageOf } from '../schemas/fields.ts'
import { Try, WebhookDelivery, WebhookDeliveryDetail } from '../schemas/webhook.ts'

export const webhookDeliveries: Resource = {
  tag: 'Webhook deliveries',
  about: 'The log of webhooks, kept for 90 days.',
  parameters: { id: idOf('whd', 'The delivery') },
  requests: {},
  responses: {
    WebhookDelivery: { schema: WebhookDelivery, example: DELIVERY },
    WebhookDeliveryDetail: { schema: WebhookDeliveryDetail, example: DELIVERY_DETAIL },
    WebhookTry: { schema: Try },
    WebhookDeliveryList: { schema: pageOf(WebhookDelivery), example: onePage(DELIVERY) },
  },
  operations: [
    {
      method: 'get',
      path: '/v1/webhook_deliveries',
      id: 'listWebhookDeliveries',
      summary: 'List webhook deliveries',
      description: 'The newest come first.',
      query: DeliveryList,
      answers: { 200: 'WebhookDeliveryList' },
    },
    {
      method: 'get',
      path: '/v1/webhook_deliveries/{id}',
      id: 'getWebhookDelivery',
      summary: 'Read a webhook delivery',
      description: 'With its body and each try.',
      answers: { 200: 'WebhookDeliveryDetail' },
    },
    {
      method: 'post',
      path: '/v1/webhook_deliveries/{id}/redeliver',
      id: 'redeliverWebhook',
      summary: 'Send a webhook again',
      description: 'As a new delivery with the same `webhook-id`.',
      answers: { 202: 'WebhookDelivery' },
      problems: ['webhook_endpoint_disabled'],
    },
  ],
}
