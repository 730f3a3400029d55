import { MerchantRow, RecurringRow, RecurringTemplateRow } from '../../db/entities/index.ts'
import { appendRecurring } from '../../db/recurring/event-store.ts'
import { automatic, type RecurringState } from '../../domain/recurring/index.ts'
import { occurrenceFailedEmail } from '../../integrations/email/templates/index.ts'
import { nonRetryableIfMissing } from '../missing-row.ts'
import type { RecurringNoticeActivities } from '../recurring/types.ts'
import { emailFromDuewell, type NotificationDeps } from './channels.ts'
import { sendNotification } from './send-message.ts'

type Notice = RecurringState['notices'][number]

export function createRecurringNoticeActivities(deps: NotificationDeps): RecurringNoticeActivities {
  return {
    async sendRecurringNotice({ recurringId, notice: noticeId }) {
      const em = deps.em.fork()
      const before = await nonRetryableIfMissing(appendRecurring(em, recurringId, async () => []))
      const notice = before.notices.find(({ id }) => id === noticeId)
      if (!notice) return before
      const { id: messageId, status } = await sendNotice({ ...deps, em }, recurringId, notice)
      const at = Date.now() + before.testClockOffsetMs
      return appendRecurring(em, recurringId, async () => [
        {
          type: status === 'sent' ? 'merchant_notified' : 'merchant_notification_failed',
          key: `merchant_notified:${noticeId}`,
          at,
          cause: automatic,
          notice: noticeId,
          messageId,
        },
      ])
    },
  }
}

async function sendNotice(deps: NotificationDeps, recurringId: string, notice: Notice) {
  const { em, mailers } = deps
  const recurring = await em.findOneOrFail(RecurringRow, { id: recurringId })
  const merchant = await em.findOneOrFail(MerchantRow, { id: recurring.merchantId })
  const { id: discriminator, number: occurrence, code } = notice
  return sendNotification(
    deps,
    { recurringId, kind: 'notice', channel: 'email', discriminator, recipient: merchant.email },
    {
      async compose(notification) {
        const { name, email: replyTo } = merchant
        const { body } = await em.findOneOrFail(RecurringTemplateRow, { id: recurring.templateId })
        const customer = body?.customer.name
        const content = occurrenceFailedEmail({ merchant: name, customer, recurringId, occurrence, code })
        return emailFromDuewell(mailers[recurring.mode], notification, { name, replyTo }, content)
      },
    },
  )
}
