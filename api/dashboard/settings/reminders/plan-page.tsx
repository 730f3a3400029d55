import type { Channel } from '../../../../domain/invoice/index.ts'
import { PLACEHOLDERS } from '../../../../domain/invoice/own-words.ts'
import { listPlaceholders } from '../../../../domain/shared/placeholders.ts'
import type { Mistakes } from '../../../identity/form.ts'
import { Choice, Field, TextField } from '../../../pages/fields.tsx'
import { count } from '../../format.ts'
import { ActionForm } from '../../layout.tsx'
import type { Viewer } from '../../viewer.ts'
import { Facts, SettingsPage } from '../layout.tsx'
import type { PlanForm, StepFields } from './plan-form.ts'

export interface PlanProps {
  viewer: Viewer
  form: PlanForm
  channels: readonly Channel[]
  mistakes: Mistakes | undefined
  notice: string | undefined
}

const CHANNELS = [
  ['email', 'E-mail'],
  ['sms', 'Text message'],
  ['both', 'Both'],
] as const

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
        {/* Enter presses the first button, which must not save. */}
        <button class="hidden" name="do" value="update" formnovalidate tabindex={-1} aria-hidden="true">
          Update
        </button>
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
            <StepFieldset step={step} index={index} channels={channels} mistakes={mistakes} />
          ))}
          {form.steps.length === 0 ? <p>No reminders are sent.</p> : null}
          {['steps', 'reminders'].map((name) =>
            mistakes?.[name] ? <p class="mistake">{`The plan ${mistakes[name]}.`}</p> : null,
          )}
          <div class="actions">
            <button class="secondary small" name="do" value="add_step" formnovalidate>
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

function StepFieldset({
  step,
  index,
  channels,
  mistakes,
}: Pick<PlanProps, 'channels' | 'mistakes'> & { step: StepFields; index: number }) {
  const name = (field: keyof StepFields) => `steps.${index}.${field}`
  const options = channels.includes('sms') ? CHANNELS : CHANNELS.filter(([value]) => value === 'email')
  return (
    <fieldset class="line reminder">
      <legend>{`Reminder ${index + 1}`}</legend>
      <Field name={name('days')} label="Days" numeric value={step.days} mistakes={mistakes} />
      <Choice
        name={name('when')}
        label="When"
        chosen={step.when}
        options={[
          ['before', 'before due date'],
          ['after', 'after due date'],
        ]}
      />
      <Choice name={name('channel')} label="By" chosen={step.channel} options={options} mistakes={mistakes} />
      <button
        class="link"
        name="do"
        value={`remove_step.${index}`}
        formnovalidate
        aria-label={`Remove reminder ${index + 1}`}
      >
        Remove
      </button>
      <details class="disclosure" open={step.text !== '' || mistakes?.[name('text')] !== undefined}>
        <summary>{`Your own words for reminder ${index + 1}`}</summary>
        <TextField
          name={name('text')}
          label="Text"
          optional
          value={step.text}
          hint={`In place of the usual text. These are filled in: ${listPlaceholders(PLACEHOLDERS)}.`}
          mistakes={mistakes}
        />
      </details>
    </fieldset>
  )
}

function stepFact({ days, when, channel }: StepFields): readonly [string, string] {
  const by = CHANNELS.find(([value]) => value === channel)?.[1] ?? channel
  const at = days === '0' ? 'On the due date' : `${count(Number(days), 'day')} ${when} the due date`
  return [at, by]
}
