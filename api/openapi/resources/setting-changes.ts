import * as v from 'valibot'
import { actorSchema, instant, orNull, word } from '../../../domain/events/public-event.ts'
import { SETTINGS } from '../../../domain/merchant/setting-change.ts'
import { SettingChangeList } from '../../merchant/account/setting-changes.ts'
import { onePage } from '../examples/invoice.ts'
import type { Resource } from '../operation.ts'
import { idOf, pageOf, textOrNull } from '../schemas/fields.ts'

const values = (meaning: string) => orNull(v.record(v.string(), v.unknown()), meaning)

const SettingChange = v.strictObject({
  object: v.literal('setting_change'),
  id: idOf('chg'),
  mode: orNull(v.picklist(['test', 'live']), 'The mode; null for a setting of both modes'),
  setting: word(SETTINGS, 'What was changed'),
  subject: textOrNull('Which one: an id, a currency, or the kind of a template'),
  actor: v.pipe(actorSchema, v.description('Who changed it')),
  before: values('The changed fields as they were; null for a new subject'),
  after: values('The changed fields as they are; null for a removed subject'),
  created_at: instant('When it was changed'),
})

const EXAMPLE = {
  object: 'setting_change',
  id: 'chg_01kb8y3m5xf6q8c7w1e2r3t4v5',
  mode: null,
  setting: 'settings',
  subject: null,
  actor: { type: 'api_key', id: 'key_01kb8y3m5xf6q8c7w1e2r3t4v5' },
  before: { time_zone: 'Europe/London' },
  after: { time_zone: 'Europe/Copenhagen' },
  created_at: '2026-12-01T09:00:00.000Z',
}

export const settingChanges: Resource = {
  tag: 'Setting changes',
  about: 'Who changed which setting, and how.',
  parameters: {},
  requests: {},
  responses: {
    SettingChangeList: { schema: pageOf(SettingChange), example: onePage(EXAMPLE) },
  },
  operations: [
    {
      method: 'get',
      path: '/v1/setting_changes',
      id: 'listSettingChanges',
      summary: 'List changes of settings',
      description: 'Of the mode of the key and of both modes, newest first. Secrets are left out.',
      query: SettingChangeList,
      answers: { 200: 'SettingChangeList' },
    },
  ],
}
