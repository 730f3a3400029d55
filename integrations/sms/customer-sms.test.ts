import { describe, expect, it } from 'vitest'
import { NO_WORDS, type MessageTemplate } from '../../domain/invoice/messages/own-words.ts'
import { invoiceDocument } from '../../test/support/invoice-document.ts'
import { customerSms } from './customer-sms.ts'

const url = 'https://pay.example/pay/abc'
const template: MessageTemplate = { ...NO_WORDS, translations: {} }
const document = invoiceDocument({ deposit: 3_600, amountRequested: 3_600 })
const withText = (smsText: string) => ({ template: { ...template, smsText } })

describe('a text message', () => {
  it('fills in what is asked for now in the merchant’s own words, and ends with the link', () => {
    const own = withText('Please pay {amount} {currency} by {due_date}.')
    expect(customerSms({ kind: 'reminder' }, document, url, own)).toBe(
      `Larkspur Studio: Please pay 36.00 GBP by 30 November 2026. Pay: ${url}`,
    )
  })

  it('has the link once if the merchant’s own words name it', () => {
    const own = withText('Pay at {secure_payment_url}, please.')
    expect(customerSms({ kind: 'invoice' }, document, url, own)).toBe(
      `Larkspur Studio: Pay at ${url}, please.`,
    )
  })

  it('takes the text of one reminder instead of the template', () => {
    const own = { ...withText('Template'), customText: 'This one, {customer_name}' }
    expect(customerSms({ kind: 'reminder' }, document, url, own)).toContain('This one, Ada Byron')
  })

  it('does not ask to pay a void invoice', () => {
    const own = withText('Forget {invoice_number} about {amount} {currency}.')
    expect(customerSms({ kind: 'void' }, document, url, own)).toBe(
      `Larkspur Studio: Forget INV-2026-0001 about 120.00 GBP. ${url}`,
    )
  })
})
