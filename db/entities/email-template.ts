import { defineEntity, p } from '@mikro-orm/postgresql'
import type { MessageTemplate, TemplateKind } from '../../domain/invoice/messages/own-words.ts'

const EmailTemplateSchema = defineEntity({
  name: 'EmailTemplateRow',
  tableName: 'email_template',
  properties: {
    merchantId: p.string().primary(),
    kind: p.string().$type<TemplateKind>().primary(),
    subject: p.text().nullable(),
    text: p.text().nullable(),
    smsText: p.text().nullable(),
    translations: p.json<MessageTemplate['translations']>(),
  },
})
export class EmailTemplateRow extends EmailTemplateSchema.class {}
EmailTemplateSchema.setClass(EmailTemplateRow)
