import {
  lostTries,
  markHandedOver,
  releaseLostTries,
  retriesWithoutWorkflow,
  unsentNotices,
} from '../db/webhooks/outbox.ts'
import type { RecoveryJob } from './deps.ts'
import { createReloadJob } from './workflows/reload-workflows.ts'

export const releaseWebhookTries: RecoveryJob = {
  name: 'release_webhook_tries',
  due: lostTries,
  async run({ em }, graceMs) {
    await releaseLostTries(em.fork(), graceMs)
  },
}

export const startWebhookRetries: RecoveryJob = createReloadJob({
  name: 'start_webhook_retries',
  due: retriesWithoutWorkflow,
  async reload({ webhooks }, delivery, em) {
    await webhooks.reload(delivery)
    await markHandedOver(em, delivery.id)
  },
})

export const startWebhookNotices: RecoveryJob = createReloadJob({
  name: 'start_webhook_notices',
  due: unsentNotices,
  reload: ({ webhooks }, endpoint) => webhooks.notify(endpoint),
})
