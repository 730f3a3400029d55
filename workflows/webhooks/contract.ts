import { defineSignal } from '@temporalio/workflow'

export function webhookDeliveryWorkflowId(deliveryId: string): string {
  return `webhook-delivery-${deliveryId}`
}

export interface WebhookDeliveryInput {
  deliveryId: string
}

export const reloadDeliverySignal = defineSignal('reloadDelivery')

export function webhookNoticeWorkflowId(endpointId: string): string {
  return `webhook-notice-${endpointId}`
}

export interface WebhookNoticeInput {
  endpointId: string
}
