import { formatDate } from '../../../domain/shared/calendar.ts'
import { type InvoiceDocument, isDepositRequested, requestedText } from '../../../domain/invoice/document.ts'
import {
  amountOf,
  type EmailContent,
  emailBrand,
  page,
  paragraphs,
  refundFacts,
  signature,
  subjectLine,
} from './layout.ts'

export interface ReminderFacts {
  /** Days after the due date, negative before the due date. */
  days?: number
  customText?: string
}

export function reminderEmail(
  document: InvoiceDocument,
  payUrl: string,
  { days, customText }: ReminderFacts,
): EmailContent {
  const { amountReceived, number, customer, merchant, description } = document
  const amount = requestedText(document)
  const opening = customText ?? defaultOpening(document, amount, days)
  const facts = [`Invoice: ${number}`, `Due date: ${formatDate(document.dueDate)}`]
  if (amountReceived > 0) facts.push(`Received: ${amountOf(document, amountReceived)}`)
  facts.push(...refundFacts(document))
  const greeting = customText && greets(customText, customer.name) ? '' : `Dear ${customer.name},`
  const closing = 'If you have paid in the meantime, please ignore this message.'
  return {
    subject: subjectLine(`Reminder: invoice ${number} - ${amount}`),
    text: paragraphs(
      greeting,
      opening,
      facts.join('\n'),
      `Payment link: ${payUrl}`,
      closing,
      signature(merchant),
    ),
    html: page({
      heading: amountOf(document, document.amountRequested),
      greeting,
      lines: [opening, `For: ${description}`, ...facts],
      button: { label: 'View and pay', url: payUrl },
      closing,
      from: merchant,
      brand: emailBrand(document, payUrl),
    }),
  }
}

function greets(text: string, name: string): boolean {
  if (/^\s*(dear|hello|hi|hey|greetings|good (morning|afternoon|evening|day))(?=[\s,!:])/i.test(text))
    return true
  const [first = ''] = name.split(/\s+/)
  const words = text.trim().split(/[,!:\n]/, 1)[0] ?? ''
  const isShort = words.length < text.trim().length && words.split(/\s+/).length <= 6
  return isShort && [name, first].some((called) => called !== '' && words.endsWith(called))
}

function defaultOpening(document: InvoiceDocument, amount: string, days: number | undefined): string {
  const { number, dueDate } = document
  const date = formatDate(dueDate)
  if (isDepositRequested(document)) {
    const all = days === 0 ? `All of it is due today, ${date}` : `All of it is due on ${date}`
    return `this is a reminder that ${amount}, for invoice ${number} has not been paid yet. ${all}.`
  }
  if (days === undefined)
    return `this is a reminder that ${amount} for invoice ${number} has not been paid yet.`
  if (days < 0) return `this is a friendly reminder that ${amount} for invoice ${number} is due on ${date}.`
  if (days === 0) return `${amount} for invoice ${number} is due today, ${date}.`
  return `${amount} for invoice ${number} was due on ${date} and has not been paid yet.`
}
