import { loadDocument } from '../../db/invoices/document.ts'
import {
  finishMerchantNotice,
  type MerchantNotice,
  readMerchantNotice,
} from '../../db/notices/merchant-notices.ts'
import type { Notification } from '../../db/notifications/notification-store.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { EventNotice } from '../../domain/merchant/notices.ts'
import { digestEmail, type NoticeFacts } from '../../integrations/email/templates/index.ts'
import {
  type ComposedMessage,
  composeMessage,
  emailFromDuewell,
  type NotificationDeps,
} from '../notifications/channels.ts'
import { sendNotification } from '../notifications/send-message.ts'

/** @throws SendOutcomeUnknownError or MessageNotTakenError when a later call must finish the notice */
export async function sendMerchantNotice(
  deps: NotificationDeps,
  em: EntityManager,
  id: string,
): Promise<void> {
  const notice = await readMerchantNotice(em, id)
  if (notice) {
    await sendNotification(
      { ...deps, em },
      {
        merchantNoticeId: id,
        kind: 'notice',
        channel: 'email',
        discriminator: '',
        recipient: notice.merchantEmail,
      },
      {
        compose: async (notification) => compose({ ...deps, em }, notification, notice),
      },
    )
  }
  await finishMerchantNotice(em, id)
}

async function compose(
  deps: NotificationDeps,
  notification: Notification,
  notice: MerchantNotice,
): Promise<ComposedMessage> {
  const { mode, merchantName, merchantEmail } = notice
  if (notice.kind === 'daily_digest') {
    const merchant = { name: merchantName, replyTo: merchantEmail }
    return emailFromDuewell(
      deps.mailers[mode],
      notification,
      merchant,
      digestEmail(merchantName, notice.digest),
    )
  }
  const { invoice_id: invoiceId, data } = notice.event.data as EventData
  const loaded = await loadDocument(deps.em, invoiceId)
  return composeMessage(deps, notification, loaded, { notice: factsOf(notice.kind, data) })
}

interface EventData {
  invoice_id: string
  data: { amount?: number; reason?: string }
}

function factsOf(kind: EventNotice, { amount = 0, reason = '' }: EventData['data']): NoticeFacts {
  return kind === 'paid' ? { kind, amount } : { kind, reason }
}
