import {
  claimUnprocessed,
  markProcessed,
  type SavedWebhook,
  unprocessedWebhooks,
} from '../db/inbound-webhooks.ts'
import { reportSavedWebhook } from '../inbound/report-saved-webhook.ts'
import { BATCH_ROWS, type RecoveryJob } from './deps.ts'
import { forEachRow } from './for-each-row.ts'

export const retryWebhooks: RecoveryJob = {
  name: 'retry_webhooks',
  due: unprocessedWebhooks,
  async run(deps, graceMs) {
    const webhooks = await claimUnprocessed(deps.em.fork(), graceMs, BATCH_ROWS)
    const idsOf = ({ source, mode, eventId }: SavedWebhook) => ({ source, mode, eventId })
    await forEachRow(deps, this.name, webhooks, idsOf, async (webhook, em) => {
      const outcome = await reportSavedWebhook({ ...deps, em }, webhook)
      await markProcessed(em, webhook, outcome)
    })
  },
}
