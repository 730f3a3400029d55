import type { Channel } from '../../../../domain/invoice/index.ts'
import type { Mistakes } from '../../../identity/form.ts'
import { Field, Hidden } from '../../../pages/fields.tsx'
import { count } from '../../format.ts'
import { ActionForm, EnterButton } from '../../layout.tsx'
import { STEP_CHANNELS, StepFieldset } from '../../reminder-plan/step-fieldset.tsx'
import type { StepFields } from '../../reminder-plan/steps.ts'
import type { Viewer } from '../../viewer.ts'
import { Facts, SettingsPage } from '../layout.tsx'
import type { PlanForm } from './plan-form.ts'

export interface PlanProps {
  viewer: Viewer
  form: PlanForm
  channels: readonly Channel[]
  mistakes: Mistakes | undefined
  notice: string | undefined
}

export function PlanPage({ viewer, form, channels, mistakes, notice }: PlanProps) {
  const page = { viewer, title: 'Reminders', here: '/settings/reminders', mistakes, notice } as const
  if (!viewer.may('settings', 'write')) {
    return (
      <SettingsPage {...page}>
        <Facts rows={[['Time of day', form.time], ...form.steps.map(stepFact)]} />
      </SettingsPage>
    )
  }
  return (
    <SettingsPage {...page}>
      <ActionForm viewer={viewer} path="/settings/reminders" class="stack reading">
        <EnterButton does="update" />
        <Hidden name="shown" value={form.shown} />
        <p>
          Customers who have not paid get these by themselves. An invoice takes the plan over when it is
          issued: a change holds for invoices that are issued after you save.
        </p>
        <fieldset class="card">
          <legend class="hidden">Plan</legend>
          <Field
            name="time"
            label="Time of day"
            type="time"
            value={form.time}
            hint={`By the clock of ${viewer.timeZone}.`}
            mistakes={mistakes}
          />
          {form.steps.map((step, index) => (
            <StepFieldset prefix="" step={step} index={index} channels={channels} mistakes={mistakes} />
          ))}
          {form.steps.length === 0 ? <p>No reminders are sent.</p> : null}
          {['steps', 'reminders'].map((name) =>
            mistakes?.[name] ? <p class="mistake">{`The plan ${mistakes[name]}.`}</p> : null,
          )}
          <div class="actions">
            <button class="secondary small" name="do" value="add_reminder" formnovalidate>
              Add a reminder
            </button>
          </div>
        </fieldset>
        <div class="actions">
          <button class="primary" name="do" value="save">
            Save the plan
          </button>
          <button class="secondary" name="do" value="default" formnovalidate>
            Back to the plan of Duewell
          </button>
        </div>
      </ActionForm>
    </SettingsPage>
  )
}

export function planWords({ time, steps }: PlanForm): string {
  const reminders = steps.map((step) => {
    const [when, by] = stepFact(step)
    return `${when} by ${by}${step.text ? `, with “${step.text}”` : ''}`
  })
  return [`at ${time}`, ...reminders].join('; ')
}

function stepFact({ days, when, channel }: StepFields): readonly [string, string] {
  const by = STEP_CHANNELS.find(([value]) => value === channel)?.[1] ?? channel
  const at = days === '0' ? 'On the due date' : `${count(Number(days), 'day')} ${when} the due date`
  return [at, by]
}
