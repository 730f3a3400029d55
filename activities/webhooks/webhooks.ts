import { MerchantRow, WebhookEndpointRow } from '../../db/entities/index.ts'
import { makeDeliveryDue, markNoticeSent } from '../../db/webhooks/outbox.ts'
import { endpointDisabledEmail } from '../../integrations/email/templates/index.ts'
import { emailMessage, type NotificationDeps } from '../notifications/channels.ts'
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
          compose: async ({ id: messageId, recipient }) =>
            emailMessage(deps.mailers[mode], {
              messageId,
              fromName: 'Duewell',
              replyTo: merchant.email,
              to: { name: merchant.name, email: recipient },
              ...endpointDisabledEmail({
                merchant: merchant.name,
                mode,
                endpointId,
                url,
                reason: disabledReason,
              }),
            }),
        },
      )
      await markNoticeSent(em, endpointId, disabledAt)
    },
  }
}
