import type { MessageRow } from '../db/entities/index.ts'
import { loadDocument } from '../db/invoice-document.ts'
import type { EntityManager } from '../db/orm.ts'
import { formatDate } from '../domain/calendar.ts'
import type { InvoiceDocument } from '../domain/invoice-document.ts'
import { formatMoney } from '../domain/money.ts'
import { type LinkKey, signLinkToken } from '../domain/pay-link.ts'
import type { Letter, Mailer } from '../integrations/email/mailer.ts'
import { invoiceEmail, receiptEmail } from '../integrations/email/templates/index.ts'
import { renderInvoicePdf, renderReceiptPdf } from '../integrations/pdf/invoice-pdf.ts'
import type { SendOutcome } from '../integrations/send-outcome.ts'
import type { SmsSender } from '../integrations/sms/sms-sender.ts'

export interface CourierDeps {
  em: EntityManager
  mailer: Mailer
  /** Absent where no text messages are set up. */
  sms?: SmsSender
  publicUrl: string
  linkKeys: readonly LinkKey[]
}

/** Takes one message, which is written already, on its way, and finds out whether it went before. */
export interface Courier {
  send(): Promise<SendOutcome>
  find(): Promise<string | undefined>
}

/** The courier of a message, by its channel. */
export async function courierFor(deps: CourierDeps, message: MessageRow): Promise<Courier> {
  const { document, linkId } = await loadDocument(deps.em, message.invoiceId)
  const payUrl = `${deps.publicUrl}/pay/${signLinkToken(linkId, deps.linkKeys)}`
  switch (message.channel) {
    case 'email': {
      const letter = await letterOf(message, document, payUrl)
      return {
        send: () => deps.mailer.send(letter),
        find: () => deps.mailer.find(message.id),
      }
    }
    case 'sms': {
      const { sms } = deps
      if (!sms)
        return {
          send: async () => ({ outcome: 'refused', reason: 'undeliverable' }),
          find: async () => undefined,
        }
      const text = { messageId: message.id, to: message.recipient, body: invoiceText(document, payUrl) }
      return { send: () => sms.send(text), find: () => sms.find(text) }
    }
  }
}

async function letterOf(message: MessageRow, document: InvoiceDocument, payUrl: string): Promise<Letter> {
  const { kind } = message
  const words = kind === 'invoice' ? invoiceEmail(document, payUrl) : receiptEmail(document, payUrl)
  const bytes = kind === 'invoice' ? await renderInvoicePdf(document) : await renderReceiptPdf(document)
  return {
    messageId: message.id,
    fromName: document.merchant.name,
    replyTo: document.merchant.email,
    to: { name: document.customer.name, email: message.recipient },
    ...words,
    attachment: {
      name: `${kind}-${document.number.replace(/[^A-Za-z0-9._-]/g, '_')}.pdf`,
      contentType: 'application/pdf',
      bytes,
    },
  }
}

function invoiceText(
  { merchant, number, currency, totals, dueDate }: InvoiceDocument,
  payUrl: string,
): string {
  const amount = formatMoney({ amount: totals.total, currency })
  return `${merchant.name}: invoice ${number}, ${amount}, due ${formatDate(dueDate)}. Pay here: ${payUrl}`
}
