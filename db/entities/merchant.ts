import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Address } from '../../domain/invoice/document.ts'
import type { MerchantActor, MoneyRules } from '../../domain/invoice/index.ts'
import type { ReminderStep } from '../../domain/invoice/messages/reminder-plan.ts'
import type { Colour, Logo } from '../../domain/merchant/brand.ts'
import { DEFAULT_NOTICES, type Notices } from '../../domain/merchant/notices.ts'
import type { MerchantStatus, VolumeLimits } from '../../domain/merchant/trust.ts'
import type { TaxRounding } from '../../domain/tax/types.ts'
import type { BankDetails, EinvoiceContact, ElectronicAddress } from '../../domain/party/party.ts'
import type { Mode } from '../../domain/shared/mode.ts'

const PROFILE = {
  name: p.text(),
  email: p.text(),
  legalName: p.text().nullable(),
  address: p.json<Address>().nullable(),
  phone: p.text().nullable(),
  website: p.text().nullable(),
  companyNumber: p.text().nullable(),
  taxNumber: p.text().nullable(),
  vatNumber: p.text().nullable(),
  electronicAddress: p.json<ElectronicAddress>().nullable(),
  einvoiceContact: p.json<EinvoiceContact>().nullable(),
  bankDetails: p.json<BankDetails>().nullable(),
  smallBusinessNote: p.text().nullable(),
  terms: p.text().nullable(),
}

const MerchantSchema = defineEntity({
  name: 'MerchantRow',
  tableName: 'merchant',
  properties: {
    id: p.string().primary(),
    ...PROFILE,
    timeZone: p.text(),
    numberPrefix: p.text(),
    linkLifetimeDays: p.integer(),
    reminderTime: p.text().default('09:00'),
    reminderSteps: p.json<ReminderStep[]>().nullable(),
    latePaymentPolicy: p.string().$type<MoneyRules['latePaymentPolicy']>().default('refund'),
    overpaymentPolicy: p.string().$type<MoneyRules['overpaymentPolicy']>().default('keep'),
    creditNoteOnVoid: p.boolean().default(true),
    pricesIncludeTax: p.boolean().default(false),
    taxRounding: p.string().$type<TaxRounding>().default('group'),
    notices: p.json<Notices>().onCreate(() => DEFAULT_NOTICES),
    profileVersion: p.integer().default(1),
    status: p.string().$type<MerchantStatus>().default('pending'),
    /** Null selects the default limits. */
    volumeLimits: p.json<VolumeLimits>().nullable(),
    accent: p.string().$type<Colour>().nullable(),
    logo: p.json<Logo>().nullable(),
    secureBadge: p.boolean().default(true),
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

const MerchantProfileSchema = defineEntity({
  name: 'MerchantProfileRow',
  tableName: 'merchant_profile',
  properties: {
    merchantId: p.string().primary(),
    version: p.integer().primary(),
    ...PROFILE,
    changedBy: p.json().$type<MerchantActor>().nullable(),
    createdAt: p.datetime(),
  },
})
export class MerchantProfileRow extends MerchantProfileSchema.class {}
MerchantProfileSchema.setClass(MerchantProfileRow)

export type ProfileColumns = Pick<MerchantProfileRow, keyof typeof PROFILE>
