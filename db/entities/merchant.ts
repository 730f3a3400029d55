import { defineEntity, p } from '@mikro-orm/postgresql'
import type { MoneyRules } from '../../domain/invoice/index.ts'
import type { ReminderStep } from '../../domain/invoice/reminder-plan.ts'
import type { Mode } from './mode.ts'

const MerchantSchema = defineEntity({
  name: 'MerchantRow',
  tableName: 'merchant',
  properties: {
    id: p.string().primary(),
    name: p.text(),
    email: p.text(),
    timeZone: p.text(),
    numberPrefix: p.text(),
    linkLifetimeDays: p.integer(),
    reminderTime: p.text().default('09:00'),
    /** Null selects the default steps. */
    reminderSteps: p.json<ReminderStep[]>().nullable(),
    latePaymentPolicy: p.string().$type<MoneyRules['latePaymentPolicy']>().default('refund'),
    overpaymentPolicy: p.string().$type<MoneyRules['overpaymentPolicy']>().default('hold'),
    createdAt: p.datetime(),
  },
})
export class MerchantRow extends MerchantSchema.class {}
MerchantSchema.setClass(MerchantRow)

const NumberSequenceSchema = defineEntity({
  name: 'NumberSequenceRow',
  tableName: 'number_sequence',
  properties: {
    merchantId: p.string().primary(),
    mode: p.string().$type<Mode>().primary(),
    series: p.text().primary(),
    last: p.integer(),
  },
})
export class NumberSequenceRow extends NumberSequenceSchema.class {}
NumberSequenceSchema.setClass(NumberSequenceRow)
