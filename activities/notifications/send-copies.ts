import type { Notification } from '../../db/notifications/notification-store.ts'
import { payUrl } from '../../domain/payment/payment-link.ts'
import type { Email } from '../../integrations/email/mailer.ts'
import { emailMessage, type NotificationDeps } from './channels.ts'
import { composeEmail } from './compose-message.ts'
import { type MessageRequest, sendNotification, unwantedReason } from './send-message.ts'

/** @throws SendOutcomeUnknownError, MessageNotTakenError */
export async function sendCopies(
  deps: NotificationDeps,
  request: Omit<MessageRequest<'invoice' | 'reminder' | 'receipt' | 'credit_note'>, 'channel'>,
): Promise<void> {
  const { invoiceId, loaded, kind, discriminator, context } = request
  const { document, mode, linkId, cc } = loaded
  let composed: Promise<Email> | undefined
  const compose = (notification: Notification) => {
    return composeEmail(notification, loaded, payUrl(linkId, deps), context, deps)
  }
  for (const [index, recipient] of cc.entries()) {
    if (recipient.toLowerCase() === document.customer.email.toLowerCase()) continue
    const channel = 'email'
    await sendNotification(
      deps,
      { invoiceId, kind, channel, discriminator, copy: index + 1, recipient },
      {
        async compose(notification) {
          const email = await (composed ??= compose(notification))
          const { id: messageId, recipient: address } = notification
          return emailMessage(deps.mailers[mode], { ...email, messageId, to: { name: '', email: address } })
        },
        unwantedReason: async (invoice) =>
          kind === 'receipt' || kind === 'credit_note'
            ? undefined
            : unwantedReason(deps.em, { invoiceId, kind, discriminator, loaded }, invoice),
      },
    )
  }
}
