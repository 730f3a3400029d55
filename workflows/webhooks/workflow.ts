import * as wf from '@temporalio/workflow'
import { webhookNotices, webhookRecords } from '../shared/activity-options.ts'
import * as contract from './contract.ts'

export async function webhookDeliveryWorkflow({ deliveryId }: contract.WebhookDeliveryInput): Promise<void> {
  let mustLook = true
  wf.setHandler(contract.reloadDeliverySignal, () => {
    mustLook = true
  })
  while (mustLook) {
    mustLook = false
    const { waitMs } = await webhookRecords.makeDeliveryDue({ deliveryId })
    if (waitMs === undefined) continue
    await wf.sleep(waitMs, { summary: `retry of ${deliveryId}` })
    mustLook = true
  }
}

export async function webhookNoticeWorkflow({ endpointId }: contract.WebhookNoticeInput): Promise<void> {
  await webhookNotices.sendEndpointNotice({ endpointId })
}
