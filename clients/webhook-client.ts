import * as contract from '../workflows/webhooks/contract.ts'
import type { webhookDeliveryWorkflow, webhookNoticeWorkflow } from '../workflows/webhooks/workflow.ts'
import { createWorkflowClient, type TemporalAccess, type WorkflowRef } from './workflow-client.ts'

export interface WebhookClient {
  /** @throws TemporalUnavailableError */
  reload(delivery: WorkflowRef): Promise<void>
  /** @throws TemporalUnavailableError */
  notify(endpoint: WorkflowRef): Promise<void>
}

export function createWebhookClient(temporal: TemporalAccess): WebhookClient {
  const deliveries = createWorkflowClient<typeof webhookDeliveryWorkflow>(temporal, {
    type: 'webhookDeliveryWorkflow',
    workflowId: contract.webhookDeliveryWorkflowId,
    input: (deliveryId): contract.WebhookDeliveryInput => ({ deliveryId }),
    priorityKey: 4,
    summary: 'webhook delivery',
  })
  const notices = createWorkflowClient<typeof webhookNoticeWorkflow>(temporal, {
    type: 'webhookNoticeWorkflow',
    workflowId: contract.webhookNoticeWorkflowId,
    input: (endpointId): contract.WebhookNoticeInput => ({ endpointId }),
    priorityKey: 4,
    summary: 'webhook endpoint disabled',
  })
  return {
    reload: (delivery) => deliveries.signal(delivery, contract.reloadDeliverySignal, []),
    async notify(endpoint) {
      await notices.start(endpoint)
    },
  }
}
