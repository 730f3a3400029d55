import type { NotificationRow } from '../../db/entities/index.ts'
import { loadDocument } from '../../db/invoices/document.ts'
import type { EntityManager } from '../../db/orm.ts'
import { type LinkKey, signLinkToken } from '../../domain/payment/payment-link.ts'
import { smsParts } from '../../domain/shared/text-message.ts'
import type { Mailer } from '../../integrations/email/mailer.ts'
import type { SendOutcome } from '../../integrations/send-outcome.ts'
import type { SmsSender } from '../../integrations/sms/sms-sender.ts'
import { composeEmail, type MessageContext, composeSms } from './compose-message.ts'

export interface CourierDeps {
  em: EntityManager
  mailer: Mailer
  /** Absent where no text messages are set up. */
  sms?: SmsSender
  publicUrl: string
  linkKeys: readonly LinkKey[]
}

/** Takes one message, which is written already, on its way, and finds out whether it went before. */
export interface MessageTransport {
  send(): Promise<SendOutcome>
  find(): Promise<string | undefined>
  /** Of a text message: how many it is charged as. */
  parts?: number
}

/** The courier of a message, by its channel. */
export async function transportFor(
  deps: CourierDeps,
  message: NotificationRow,
  matter: MessageContext,
  paymentId?: string,
): Promise<MessageTransport> {
  const { document, linkId } = await loadDocument(deps.em, message.invoiceId, paymentId)
  const payUrl = `${deps.publicUrl}/pay/${signLinkToken(linkId, deps.linkKeys)}`
  switch (message.channel) {
    case 'email': {
      const letter = await composeEmail(message, document, payUrl, matter)
      return { send: () => deps.mailer.send(letter), find: () => deps.mailer.find(message.id) }
    }
    case 'sms': {
      const { sms } = deps
      if (!sms) {
        return {
          send: async () => ({ outcome: 'refused', reason: 'undeliverable' }),
          find: async () => undefined,
        }
      }
      const body = composeSms(message, document, payUrl, matter)
      const text = { messageId: message.id, to: message.recipient, body }
      return { send: () => sms.send(text), find: () => sms.find(text), parts: smsParts(body).parts }
    }
  }
}
