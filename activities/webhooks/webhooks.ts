import { MerchantRow, WebhookEndpointRow } from '../../db/entities/index.ts'
import { makeDeliveryDue, markNoticeSent } from '../../db/webhooks/outbox.ts'
import { endpointDisabledEmail } from '../../integrations/email/templates/index.ts'
import { emailFromDuewell, type NotificationDeps } from '../notifications/channels.ts'
import { sendNotification } from '../notifications/send-message.ts'
import type { WebhookActivities } from './types.ts'

export function createWebhookActivities(deps: NotificationDeps): WebhookActivities {
  return {
    async makeDeliveryDue({ deliveryId }) {
      const waitMs = await makeDeliveryDue(deps.em.fork(), deliveryId)
      return waitMs === undefined ? {} : { waitMs }
    },

    async sendEndpointNotice({ endpointId }) {
      const em = deps.em.fork()
      const endpoint = await em.findOneOrFail(WebhookEndpointRow, { id: endpointId })
      const { disabledAt, disabledReason, noticeDueAt, merchantId, mode, url } = endpoint
      if (!noticeDueAt || !disabledAt || !disabledReason || disabledReason === 'merchant') return
      const merchant = await em.findOneOrFail(MerchantRow, { id: merchantId })
      await sendNotification(
        { ...deps, em },
        {
          webhookEndpointId: endpointId,
          kind: 'notice',
          channel: 'email',
          discriminator: `disabled:${disabledAt.getTime()}`,
          recipient: merchant.email,
        },
        {
          compose: async (notification) => {
            const { name, email: replyTo } = merchant
            const content = endpointDisabledEmail({
              merchant: name,
              mode,
              endpointId,
              url,
              reason: disabledReason,
            })
            return emailFromDuewell(deps.mailers[mode], notification, { name, replyTo }, content)
          },
        },
      )
      await markNoticeSent(em, endpointId, disabledAt)
    },
  }
}
