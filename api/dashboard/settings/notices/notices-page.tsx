import type { Fields, Mistakes } from '../../../identity/form.ts'
import { Check, Field, Hidden } from '../../../pages/fields.tsx'
import { ActionForm } from '../../layout.tsx'
import type { Viewer } from '../../viewer.ts'
import { Facts, SettingsPage } from '../layout.tsx'

export interface NoticesProps {
  viewer: Viewer
  email: string
  fields: Fields
  mistakes: Mistakes | undefined
  notice: string | undefined
}

const LABELS = {
  paid: 'An invoice is paid',
  payment_failed: 'A payment fails, unless another replaced it',
  delivery_failed: 'A message does not reach the customer',
} as const
const DIGEST = 'A summary once a day, of live mode'

export function NoticesPage({ viewer, email, fields, mistakes, notice }: NoticesProps) {
  const page = { viewer, title: 'E-mails to you', here: '/settings/notices', mistakes, notice } as const
  const isOn = (name: string) => fields[name] === 'yes'
  if (!viewer.may('settings', 'write')) {
    const rows = Object.entries(LABELS).map(([name, label]) => [label, isOn(name) ? 'yes' : 'no'] as const)
    const digest = isOn('digest') ? (fields['notices.daily_digest'] ?? '') : 'no'
    return (
      <SettingsPage {...page}>
        <Facts rows={[['To', email], ...rows, [DIGEST, digest]]} />
      </SettingsPage>
    )
  }
  return (
    <SettingsPage {...page}>
      <ActionForm viewer={viewer} path="/settings/notices" class="card reading">
        <Hidden name="shown" value={fields['shown']} />
        <p>
          {`They go to ${email}, the address of the `}
          <a href={`${viewer.base}/settings/profile`}>business profile</a>. What needs your decision is always
          sent, such as money beyond the amount or a refund that failed.
        </p>
        <fieldset class="field">
          <legend>Send an e-mail for each of these</legend>
          {Object.entries(LABELS).map(([name, label]) => (
            <Check name={name} label={label} checked={isOn(name)} />
          ))}
        </fieldset>
        <fieldset class="field">
          <legend>Summary</legend>
          <Check name="digest" label={DIGEST} checked={isOn('digest')} />
          <Field
            name="notices.daily_digest"
            label="At"
            type="time"
            value={fields['notices.daily_digest']}
            required={false}
            hint={`By the clock of ${viewer.timeZone}. What was paid, became overdue and failed, and what is outstanding. A day on which nothing happened has none.`}
            mistakes={mistakes}
          />
        </fieldset>
        <button class="primary">Save</button>
      </ActionForm>
    </SettingsPage>
  )
}
