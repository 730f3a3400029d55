import type { LoadedDocument } from '../../db/invoices/document.ts'
import { type Notification, withoutKnown } from '../../db/notifications/notification-store.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { ByMode } from '../../domain/shared/mode.ts'
import { type LinkKey, payUrl } from '../../domain/payment/payment-link.ts'
import { countSms } from '../../domain/shared/text-message.ts'
import type { Email, Mailer } from '../../integrations/email/mailer.ts'
import type { EInvoices } from '../../integrations/einvoice/einvoices.ts'
import type { Pdfs } from '../../integrations/pdf/pdfs.ts'
import type { SmsSender, TextMessage } from '../../integrations/sms/sms-sender.ts'
import { textHashOf } from '../../integrations/sms/text-hash.ts'
import { composeEmail, composeSms, type MessageContext } from './compose-message.ts'
import type { EmailContent } from '../../integrations/email/templates/index.ts'
import type { TestMail } from './may-send.ts'
import type { AcceptedMessage, MessageOutcome } from './send-once.ts'

export interface NotificationDeps {
  em: EntityManager
  mailers: ByMode<Mailer>
  sms: ByMode<SmsSender | undefined>
  pdfs: Pdfs
  eInvoices: EInvoices
  publicUrl: string
  linkKeys: readonly LinkKey[]
  testMail: TestMail
  indexDelayMs?: number
}

export interface ComposedMessage {
  /** A later attempt finds a text message by it. */
  textHash?: string
  find(): Promise<AcceptedMessage | undefined>
  send(): Promise<MessageOutcome>
}

export async function composeMessage(
  deps: NotificationDeps,
  notification: Notification,
  loaded: LoadedDocument,
  context: MessageContext,
): Promise<ComposedMessage> {
  const { mode, linkId } = loaded
  const url = payUrl(linkId, deps)
  switch (notification.channel) {
    case 'email':
      return emailMessage(deps.mailers[mode], await composeEmail(notification, loaded, url, context, deps))
    case 'sms': {
      const body = composeSms(notification, loaded, url, context)
      const { id: messageId, recipient: to } = notification
      const sender = deps.sms[mode]
      return sender ? textMessage(deps.em, sender, notification, { messageId, to, body }) : UNDELIVERABLE
    }
  }
}

export function emailMessage(mailer: Mailer, email: Email): ComposedMessage {
  return {
    async find() {
      const providerMessageId = await mailer.find(email.messageId)
      return providerMessageId === undefined ? undefined : { providerMessageId }
    },
    send: () => mailer.send(email),
  }
}

interface Addressee {
  name: string
  replyTo: string
}

export function emailFromDuewell(
  mailer: Mailer,
  { id: messageId, recipient: email }: Notification,
  { name, replyTo }: Addressee,
  content: EmailContent,
): ComposedMessage {
  return emailMessage(mailer, { messageId, fromName: 'Duewell', replyTo, to: { name, email }, ...content })
}

function textMessage(
  em: EntityManager,
  sms: SmsSender,
  { textHash, attemptedAt }: Notification,
  text: TextMessage,
): ComposedMessage {
  const { segments } = countSms(text.body)
  return {
    textHash: textHashOf(text.body),
    async find() {
      if (!textHash || !attemptedAt) return undefined
      const listed = await sms.find({ to: text.to, textHash, attemptedAt })
      const [providerMessageId] = await withoutKnown(em, listed)
      return providerMessageId === undefined ? undefined : { providerMessageId, segments }
    },
    async send() {
      const sent = await sms.send(text)
      return sent.outcome === 'accepted' ? { ...sent, segments } : sent
    },
  }
}

const UNDELIVERABLE: ComposedMessage = {
  find: async () => undefined,
  send: async () => ({ outcome: 'refused', reason: 'undeliverable' }),
}
