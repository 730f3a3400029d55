import * as v from 'valibot'
import { flag, instant, orNull, text, word } from '../../../domain/events/public-event.ts'
import { MERCHANT_STATUSES, MISSING_FOR_LIVE } from '../../../domain/merchant/trust.ts'
import { TAX_ROUNDINGS } from '../../../domain/tax/types.ts'
import { SettingsBody } from '../../merchant/account/settings.ts'
import type { Resource } from '../operation.ts'
import { amount, amountSum, count, textOrNull } from '../schemas/fields.ts'
import { ReminderPlan } from '../schemas/invoice.ts'

const Settings = v.strictObject({
  object: v.literal('settings'),
  time_zone: text('IANA time zone'),
  number_prefix: text('The beginning of invoice numbers'),
  link_lifetime_days: count('Days after the due date on which a payment link is still valid'),
  reminders: ReminderPlan,
  notices: v.pipe(
    v.strictObject({
      paid: flag('Each invoice that is paid'),
      payment_failed: flag('Each payment that fails'),
      delivery_failed: flag('Each message to a customer that does not arrive'),
      daily_digest: textOrNull(
        'The local time of a digest of each day in live mode on which something happened, `08:00`; null means none',
      ),
    }),
    v.description(
      'E-mails to the address of the profile that can be chosen. Those that ask for a decision are always sent.',
    ),
  ),
  late_payment_policy: word(['refund', 'keep'], 'For a payment to a void invoice'),
  overpayment_policy: word(['refund', 'keep'], 'For the part of a payment beyond the amount due'),
  credit_note_on_void: flag('Whether the void of an issued invoice makes a credit note'),
  prices_include_tax: flag('Whether prices include their tax where an invoice does not say it'),
  tax_rounding: word(TAX_ROUNDINGS, 'The tax of an invoice is rounded for each rate, or on each line'),
  live: v.pipe(
    v.strictObject({
      status: word(MERCHANT_STATUSES, 'The decision of the operators'),
      reason: textOrNull('Why the merchant is suspended'),
      missing: v.pipe(
        v.array(v.picklist(MISSING_FOR_LIVE)),
        v.description('What live mode still needs; empty when live invoices can be issued'),
      ),
      limits: v.strictObject({
        invoices_per_day: orNull(
          count('Live invoices a day, in UTC'),
          'Live invoices a day; null without a limit',
        ),
        amounts_per_day: v.pipe(
          v.record(v.string(), amount('Minor units')),
          v.description('The sum of a day by currency; a currency that is missing has no limit'),
        ),
      }),
      used_today: v.strictObject({
        invoices: count('Live invoices issued today, in UTC'),
        amounts: v.pipe(v.record(v.string(), amountSum), v.description('Their sum by currency')),
        ends_at: instant('When the day ends'),
      }),
    }),
    v.description('What live mode needs, and the limits of a new merchant'),
  ),
})

const EXAMPLE = {
  object: 'settings',
  time_zone: 'Europe/London',
  number_prefix: 'INV-',
  link_lifetime_days: 30,
  reminders: { time: '09:00', steps: [{ days: -3, channel: 'email', text: null }] },
  notices: { paid: true, payment_failed: true, delivery_failed: true, daily_digest: '08:00' },
  late_payment_policy: 'refund',
  overpayment_policy: 'keep',
  credit_note_on_void: true,
  prices_include_tax: false,
  tax_rounding: 'group',
  live: {
    status: 'pending',
    reason: null,
    missing: ['approval'],
    limits: { invoices_per_day: 50, amounts_per_day: { GBP: 1_000_000 } },
    used_today: { invoices: 0, amounts: {}, ends_at: '2026-12-02T00:00:00.000Z' },
  },
}

export const settings: Resource = {
  tag: 'Settings',
  about: 'What holds for all invoices of the merchant.',
  parameters: {},
  requests: {
    SettingsChanges: { schema: SettingsBody, example: { time_zone: 'Europe/Copenhagen' } },
  },
  responses: { Settings: { schema: Settings, example: EXAMPLE } },
  operations: [
    {
      method: 'get',
      path: '/v1/settings',
      id: 'getSettings',
      summary: 'Read the settings',
      answers: { 200: { schema: 'Settings', headers: ['ETag'] } },
    },
    {
      method: 'patch',
      path: '/v1/settings',
      id: 'changeSettings',
      summary: 'Change settings',
      body: 'SettingsChanges',
      conditional: true,
      answers: { 200: { schema: 'Settings', headers: ['ETag?'] } },
      problems: ['unknown_time_zone', 'equal_reminders', 'too_many_steps'],
    },
  ],
}
