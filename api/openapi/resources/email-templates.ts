import * as v from 'valibot'
import { orNull, text, word } from '../../../domain/events/public-event.ts'
import { PLACEHOLDERS, TEMPLATE_KINDS } from '../../../domain/invoice/messages/own-words.ts'
import { PreviewBody, TemplateBody, TestBody } from '../../merchant/email-templates/template-body.ts'
import type { Resource } from '../operation.ts'
import { count, textOrNull } from '../schemas/fields.ts'

const kind = word(TEMPLATE_KINDS, 'The message')

const words = {
  subject: textOrNull('The subject of the e-mail'),
  text: textOrNull('What the e-mail says instead of its greeting, opening and closing'),
  sms_text: textOrNull('The text message; always null for a receipt or refund'),
}

const EmailTemplate = v.strictObject({
  object: v.literal('email_template'),
  kind,
  ...words,
  translations: v.pipe(
    v.record(v.string(), v.strictObject(words)),
    v.description('The same by language, as a BCP 47 tag. The most specific one that has a text is used.'),
  ),
  placeholders: v.pipe(v.array(v.picklist(PLACEHOLDERS)), v.description('What may stand in braces')),
})

const EmailPreview = v.strictObject({
  object: v.literal('email_preview'),
  kind,
  language: text('The language of the message, as a BCP 47 tag'),
  subject: text('The subject'),
  text: text('The e-mail as plain text'),
  html: text('The e-mail as HTML'),
  sms: orNull(
    v.strictObject({ text: text('The text message'), segments: count('Segments that are charged') }),
    'Null for a receipt or refund',
  ),
})

const EmailTest = v.strictObject({
  object: v.literal('email_test'),
  kind,
  status: word(['pending'], 'It is sent in a moment'),
})

const EXAMPLE = {
  object: 'email_template',
  kind: 'invoice',
  subject: 'Invoice {invoice_number} from {merchant_name}',
  text: 'Dear {customer_name},\n\nplease pay {amount} {currency} of {total} {currency} by {due_date}: {secure_payment_url}',
  sms_text: null,
  translations: {
    da: { subject: 'Faktura {invoice_number} fra {merchant_name}', text: null, sms_text: null },
  },
  placeholders: [...PLACEHOLDERS],
}

export const emailTemplates: Resource = {
  tag: 'E-mail templates',
  about: 'The merchant’s own words in e-mails and text messages to customers. Null selects ours.',
  parameters: { kind },
  requests: {
    EmailTemplateChanges: {
      schema: TemplateBody,
      example: {
        subject: 'Invoice {invoice_number} from {merchant_name}',
        translations: { da: { subject: 'Faktura {invoice_number} fra {merchant_name}' } },
      },
    },
    EmailPreviewRequest: { schema: PreviewBody, example: { text: 'Please pay {amount} {currency}.' } },
    EmailTestRequest: { schema: TestBody, example: { to: 'ada@engines.example', language: 'da' } },
  },
  responses: {
    EmailPreview: {
      schema: EmailPreview,
      example: {
        object: 'email_preview',
        kind: 'invoice',
        language: 'en',
        subject: 'Invoice INV-2026-0001 - Payment Required',
        text: 'Dear Ada Byron,\n\nPlease pay 1,250.00 GBP.\n',
        html: '<!doctype html>…',
        sms: { text: 'Babbage Engines: 1,250.00 GBP for INV-2026-0001 …', segments: 1 },
      },
    },
    EmailTest: { schema: EmailTest, example: { object: 'email_test', kind: 'invoice', status: 'pending' } },
    EmailTemplate: { schema: EmailTemplate, example: EXAMPLE },
    EmailTemplateList: {
      schema: v.strictObject({ data: v.array(EmailTemplate) }),
      example: { data: [EXAMPLE] },
    },
  },
  operations: [
    {
      method: 'get',
      path: '/v1/email_templates',
      id: 'listEmailTemplates',
      summary: 'List the templates',
      answers: { 200: 'EmailTemplateList' },
    },
    {
      method: 'get',
      path: '/v1/email_templates/{kind}',
      id: 'getEmailTemplate',
      summary: 'Read a template',
      answers: { 200: { schema: 'EmailTemplate', headers: ['ETag'] } },
    },
    {
      method: 'patch',
      path: '/v1/email_templates/{kind}',
      id: 'changeEmailTemplate',
      summary: 'Change a template',
      description:
        'Null resets a text, or all texts of a language. A placeholder that does not exist is refused.',
      body: 'EmailTemplateChanges',
      conditional: true,
      answers: { 200: { schema: 'EmailTemplate', headers: ['ETag?'] } },
    },
    {
      method: 'post',
      path: '/v1/email_templates/{kind}/preview',
      id: 'previewEmail',
      summary: 'Preview a message',
      description:
        'Of `invoice`, or of a sample. Texts in the request replace those of the template; null selects ours. Nothing is stored, and the payment link is no real one.',
      body: { optional: 'EmailPreviewRequest' },
      answers: { 200: 'EmailPreview' },
    },
    {
      method: 'post',
      path: '/v1/email_templates/{kind}/test',
      id: 'sendTestEmail',
      summary: 'Send a sample to a person of the merchant',
      description: 'Only to a confirmed address of a member, at most 20 an hour.',
      body: 'EmailTestRequest',
      answers: { 200: 'EmailTest' },
    },
  ],
}
