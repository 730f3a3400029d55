import type { DeliveryFailure } from '../../../domain/invoice/index.ts'
import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import { formatMoney, isCurrency, type MinorUnits } from '../../../domain/shared/money.ts'
import { duewellEmail, type EmailContent } from './parts/layout.ts'

export type NoticeFacts =
  | { kind: 'paid'; amount: MinorUnits }
  | { kind: 'payment_failed'; reason: string }
  | { kind: 'delivery_failed'; address: string; reason: DeliveryFailure }
  | { kind: 'link_requested' }
  | { kind: 'overpayment'; amount: MinorUnits; isRefundableByBank: boolean }
  | { kind: 'refund_failed'; amount: MinorUnits; reason: string }
  | { kind: 'refund_executed'; amount: MinorUnits }
  | { kind: 'payment_reversed'; amount: MinorUnits; reason: string }
  | { kind: 'payment_reinstated'; amount: MinorUnits }
  | { kind: 'payment_currency_mismatched'; amount: MinorUnits; currency: string }
  | { kind: 'payment_amount_unreadable'; reported: string }

export function noticeEmail(document: InvoiceDocument, facts: NoticeFacts): EmailContent {
  const { title, lines } = contentOf(document, facts)
  const subject = `Invoice ${document.number}: ${title}`
  return duewellEmail({ subject, heading: title, to: document.merchant.name, lines })
}

function contentOf(document: InvoiceDocument, facts: NoticeFacts): { title: string; lines: string[] } {
  const { number, customer } = document
  switch (facts.kind) {
    case 'paid':
      return {
        title: 'it is paid',
        lines: [`${customer.name} has paid invoice ${number}: ${amountOf(document, facts.amount)}.`],
      }
    case 'payment_failed':
      return {
        title: 'a payment failed',
        lines: [
          `a payment of ${customer.name} for invoice ${number} did not go through. The bank’s reason: ${toPlainText(facts.reason)}.`,
          'The invoice can still be paid by its link.',
        ],
      }
    case 'delivery_failed':
      return {
        title: 'it could not be delivered',
        lines: [
          `a message about invoice ${number} to ${customer.name} (${facts.address}) did not arrive: ${REASONS[facts.reason]}.`,
          'Nothing more is sent to this address. Change it on the invoice, and the invoice is sent again.',
        ],
      }
    case 'link_requested':
      return {
        title: 'a new link is asked for',
        lines: [
          `${customer.name} opened an old payment link of invoice ${number} and asks for a new one.`,
          'Make a new link for the invoice, and choose to have it sent.',
        ],
      }
    case 'overpayment':
      return {
        title: 'more came than was due',
        lines: [
          `${amountOf(document, facts.amount)} came for invoice ${number} beyond what was asked for.`,
          facts.isRefundableByBank
            ? 'You can refund it to the account it came from.'
            : 'It cannot be refunded by bank from here. Give it back in the way it came, and record that as a refund of the invoice.',
        ],
      }
    case 'refund_failed':
      return {
        title: 'a refund failed',
        lines: [
          `the refund of ${amountOf(document, facts.amount)} for invoice ${number} was not carried out. The bank’s reason: ${toPlainText(facts.reason)}.`,
          facts.reason === 'insufficient_funds'
            ? 'The money is still with you, and the account that refunds leave from has not enough. You can try again when it has.'
            : 'The money is still with you. You can try again, or give it back in another way and record that.',
        ],
      }
    case 'refund_executed':
      return {
        title: 'a refund went through after all',
        lines: [
          `the refund of ${amountOf(document, facts.amount)} for invoice ${number} had been said to have failed. The bank says now that the money has gone back to the customer.`,
          'If you have given it back in another way since, the customer has it twice: ask them for it, or record what they return.',
        ],
      }
    case 'payment_reversed':
      return {
        title: 'a payment may not have come',
        lines: [
          `the bank had said that ${amountOf(document, facts.amount)} for invoice ${number} was paid, and says now that it was not: ${toPlainText(facts.reason)}.`,
          'The invoice is still shown as paid. Look at your account: if the money is not there, undo the payment, and the invoice can be paid again.',
        ],
      }
    case 'payment_reinstated':
      return {
        title: 'a payment has come after all',
        lines: [
          `the bank had taken back its word on ${amountOf(document, facts.amount)} for invoice ${number}, and says now that it was paid.`,
          'The payment counts again. What came beyond the amount of the invoice you can refund.',
        ],
      }
    case 'payment_amount_unreadable':
      return {
        title: 'money came with an unclear amount',
        lines: [
          `the payment provider reports money for invoice ${number} to ${customer.name}, with an amount that cannot be read: ${facts.reported}. It does not pay the invoice, and cannot be refunded from here.`,
          'Look at your account for the amount that came. To keep it, record the payment on the invoice. To give it back, send it back from your account; then undo the payment, and the amount is asked for again.',
          'Until you have done one of these, no reminder goes to the customer.',
        ],
      }
    case 'payment_currency_mismatched': {
      const { amount, currency } = facts
      const came = isCurrency(currency) ? formatMoney({ amount, currency }) : `${amount} of ${currency}`
      return {
        title: 'money came in another currency',
        lines: [
          `${came} came for invoice ${number} to ${customer.name}, which is in ${document.currency}. It does not pay the invoice, and cannot be refunded from here. The payment page says that you know of it and will be in touch.`,
          'To give it back, send it back from your account, or ask your payment provider to if it came to your account there; then undo the payment, and the amount is asked for again. To keep it, record the payment on the invoice, with the amount that it pays.',
          'Until you have done one of these, no reminder goes to the customer.',
        ],
      }
    }
  }
}

function amountOf({ currency }: InvoiceDocument, amount: MinorUnits): string {
  return formatMoney({ amount, currency })
}

function toPlainText(reason: string): string {
  return reason.replaceAll('_', ' ')
}

const REASONS: Record<DeliveryFailure, string> = {
  inactive_recipient: 'earlier messages to it came back',
  invalid_recipient: 'there is no such address',
  bounced: 'it came back',
  complained: 'the recipient marked it as unwanted',
  undeliverable: 'the network could not deliver it',
  rejected: 'the recipient’s provider rejected this message',
  not_sent: 'the message could not be sent',
  not_sent_in_test_mode: 'test mode sends only to confirmed addresses of your own people',
  opted_out: 'the recipient has asked to get no more messages',
}
