import { giveUpWebhooks, hopelessWebhooks } from '../../db/inbound-webhooks.ts'
import { BATCH_ROWS, type RecoveryJob } from '../deps.ts'

export const giveUpOldWebhooks: RecoveryJob = {
  name: 'give_up_old_webhooks',
  due: hopelessWebhooks,
  async run({ em, log }) {
    for (const webhook of await giveUpWebhooks(em.fork(), BATCH_ROWS)) {
      log.error(webhook, 'webhook.given_up')
    }
  },
}
