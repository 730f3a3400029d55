import { PLACEHOLDERS } from '../../../../domain/invoice/own-words.ts'
import { listPlaceholders } from '../../../../domain/shared/placeholders.ts'
import { Choice, Field, TextField } from '../../../pages/fields.tsx'
import type { StepFields } from './draft-form.ts'
import type { DraftFormProps } from './draft-form-props.ts'

const OPTIONS = [
  ['plan', 'By the plan of your settings'],
  ['none', 'None'],
  ['own', 'By a plan of its own'],
] as const

type ReminderProps = Pick<DraftFormProps, 'form' | 'path' | 'channels' | 'mistakes'>

export function ReminderFields({ form, path, channels, mistakes }: ReminderProps) {
  const { fields, steps } = form
  const isOwn = fields['reminders'] === 'own'
  return (
    <fieldset class="stack" id="reminder-plan">
      <legend class="hidden">Reminders</legend>
      <div
        hx-post={path}
        hx-vals='{"do":"update"}'
        hx-trigger="change"
        hx-target="#reminder-plan"
        hx-select="#reminder-plan"
        hx-swap="outerHTML"
      >
        <Choice
          name="reminders"
          label="Reminders"
          chosen={fields['reminders']}
          options={OPTIONS}
          mistakes={mistakes}
        />
      </div>
      {isOwn ? (
        <>
          <Field
            name="reminders.time"
            label="Time of day"
            type="time"
            value={fields['reminders.time']}
            hint="Of each reminder, by your clock."
            mistakes={mistakes}
          />
          {steps.map((step, index) => (
            <StepFieldset step={step} index={index} hasSms={channels.includes('sms')} mistakes={mistakes} />
          ))}
          <div class="actions">
            <button class="secondary small" name="do" value="add_reminder" formnovalidate>
              Add a reminder
            </button>
          </div>
        </>
      ) : (
        <div class="actions">
          <button class="secondary small" name="do" value="own_reminders" formnovalidate>
            Write its own plan
          </button>
        </div>
      )}
    </fieldset>
  )
}

const WHEN = [
  ['before', 'before the due date'],
  ['after', 'after the due date'],
] as const

function StepFieldset({
  step,
  index,
  hasSms,
  mistakes,
}: Pick<DraftFormProps, 'mistakes'> & { step: StepFields; index: number; hasSms: boolean }) {
  const name = (field: keyof StepFields) => `reminders.steps.${index}.${field}`
  const mistake = mistakes?.[`reminders.steps.${index}`]
  const email = [['email', 'E-mail']] as const
  const channels = hasSms ? [...email, ['sms', 'Text message'] as const, ['both', 'Both'] as const] : email
  return (
    <fieldset class="step">
      <legend>{`Reminder ${index + 1}`}</legend>
      {mistake ? <p class="mistake">{`This ${mistake}.`}</p> : null}
      <div class="fields">
        <Field name={name('days')} label="Days" numeric value={step.days} mistakes={mistakes} />
        <Choice name={name('when')} label="When" chosen={step.when} options={WHEN} />
        <Choice
          name={name('channel')}
          label="By"
          chosen={step.channel}
          options={channels}
          mistakes={mistakes}
        />
      </div>
      <details class="disclosure" open={step.text !== '' || mistakes?.[name('text')] !== undefined}>
        <summary>{`Own words of reminder ${index + 1}`}</summary>
        <TextField
          name={name('text')}
          label="Your own words"
          optional
          value={step.text}
          hint={`In place of the usual text. These are filled in: ${listPlaceholders(PLACEHOLDERS)}.`}
          mistakes={mistakes}
        />
      </details>
      <button
        class="link"
        name="do"
        value={`remove_reminder.${index}`}
        formnovalidate
        aria-label={`Remove reminder ${index + 1}`}
      >
        Remove
      </button>
    </fieldset>
  )
}
