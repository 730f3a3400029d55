import type { SettingChange } from '../../../../db/settings/list-changes.ts'
import type { Setting } from '../../../../domain/merchant/setting-change.ts'
import { capitalised } from '../../../../domain/texts/capitalised.ts'

export const SETTING_NAMES: Record<Setting, string> = {
  api_key: 'API key',
  branding: 'Logo and colour',
  email_template: 'Texts of messages',
  payout_account: 'Payout account',
  profile: 'Business profile',
  reminder_plan: 'Reminders',
  settings: 'Numbers, dates, money and notices',
  suppressed_address: 'Address that messages do not reach',
  team_invitation: 'Invitation',
  team_member: 'Member of the team',
  webhook_endpoint: 'Webhook endpoint',
}

export interface ChangedField {
  label: string
  from: string
  to: string
}

/** Returns the fields that differ. A field of an object counts as a field. */
export function changedFields({ before, after }: Pick<SettingChange, 'before' | 'after'>): ChangedField[] {
  const from = new Map(leavesOf(before))
  const to = new Map(leavesOf(after))
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((path) => {
    const values = { from: from.get(path) ?? '–', to: to.get(path) ?? '–' }
    if (values.from === values.to) return []
    if (isSecretId(path)) return path === NEWEST_SECRET ? [secretChange(values)] : []
    return [{ label: labelOf(path), ...values }]
  })
}

const NEWEST_SECRET = 'secrets 1 id'

function isSecretId(path: string): boolean {
  return /^secrets \d+ id$/.test(path)
}

/** The id of a secret is that of the request which made it. */
function secretChange({ from, to }: Pick<ChangedField, 'from' | 'to'>): ChangedField {
  return {
    label: 'Secret',
    from: from === '–' ? from : 'the earlier one',
    to: to === '–' ? to : 'a new one',
  }
}

const LABELS: Partial<Record<string, string>> = {
  '': 'Value',
  'account iban': 'IBAN',
  'account type': 'Kind of account',
  'secrets # expires at': 'The earlier secret works until',
  'starts with': 'Begins with',
  url: 'Address',
  'user id': 'Person',
}
const VALUES: Partial<Record<string, string>> = {
  iban: 'IBAN',
  merchant_account: 'your account at the payment provider',
  sort_code: 'sort code and account number',
}

function leavesOf(value: unknown, path = ''): [path: string, text: string][] {
  if (value === null || value === undefined || value === '') return []
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return [[path, value.join(', ')]]
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([name, item]) => {
      const step = Array.isArray(value) ? String(Number(name) + 1) : name
      return leavesOf(item, path === '' ? step : `${path} ${step}`)
    })
  }
  if (typeof value === 'boolean') return [[path, value ? 'yes' : 'no']]
  return [[path, typeof value === 'string' ? (VALUES[value] ?? value) : JSON.stringify(value)]]
}

/** Columns have names such as `time_zone`, parts of JSON such as `sortCode`. */
function labelOf(path: string): string {
  const words = path
    .replaceAll('_', ' ')
    .replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim()
  return LABELS[words.replace(/\d+/, '#')] ?? capitalised(words)
}
