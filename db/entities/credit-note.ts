import { defineEntity, p } from '@mikro-orm/postgresql'
import type { CreditReason } from '../../domain/invoice/index.ts'
import type { CreditedLine } from '../../domain/credit-note/types.ts'
import type { TaxGroup } from '../../domain/tax/types.ts'
import type { Mode } from '../../domain/shared/mode.ts'

const CreditNoteSchema = defineEntity({
  name: 'CreditNoteRow',
  tableName: 'credit_note',
  properties: {
    id: p.string().primary(),
    merchantId: p.string(),
    mode: p.string().$type<Mode>(),
    invoiceId: p.string(),
    number: p.text(),
    origin: p.string().$type<CreditReason>(),
    /** The document states the reason in the merchant's words. */
    reason: p.text().nullable(),
    lines: p.json<CreditedLine[]>(),
    groups: p.json<TaxGroup[]>(),
    net: p.bigint('number'),
    tax: p.bigint('number'),
    amount: p.bigint('number'),
    profileVersion: p.integer(),
    /** The instant is by the clock of the invoice. */
    issuedAt: p.datetime(),
    createdAt: p.datetime(),
  },
})
export class CreditNoteRow extends CreditNoteSchema.class {}
CreditNoteSchema.setClass(CreditNoteRow)
