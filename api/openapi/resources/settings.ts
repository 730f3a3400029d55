import * as v from 'valibot'
import { text, word } from '../../../domain/events/public-event.ts'
import { SettingsBody } from '../../merchant/account/settings.ts'
import type { Resource } from '../operation.ts'
import { count } from '../schemas/fields.ts'
import { ReminderPlan } from '../schemas/invoice.ts'

const Settings = v.strictObject({
  object: v.literal('settings'),
  name: text('The name on invoices'),
  email: text('Where notices go'),
  time_zone: text('IANA time zone'),
  number_prefix: text('The beginning of invoice numbers'),
  link_lifetime_days: count('Days after the due date on which a payment link is still valid'),
  reminders: ReminderPlan,
  late_payment_policy: word(['refund', 'keep'], 'For a payment to a void invoice'),
  overpayment_policy: word(['refund', 'hold'], 'For the part of a payment beyond the amount due'),
})

const EXAMPLE = {
  object: 'settings',
  name: 'Babbage Engines Ltd',
  email: 'accounts@engines.example',
  time_zone: 'Europe/London',
  number_prefix: 'INV-',
  link_lifetime_days: 30,
  reminders: { time: '09:00', steps: [{ days: -3, channel: 'email', text: null }] },
  late_payment_policy: 'refund',
  overpayment_policy: 'hold',
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
      answers: { 200: 'Settings' },
    },
    {
      method: 'patch',
      path: '/v1/settings',
      id: 'changeSettings',
      summary: 'Change settings',
      body: 'SettingsChanges',
      answers: { 200: 'Settings' },
      problems: ['unknown_time_zone', 'equal_reminders', 'too_many_steps'],
    },
  ],
}
