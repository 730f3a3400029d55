import { Choice, Field } from '../../../../pages/fields.tsx'
import { StepFieldset } from '../../../reminder-plan/step-fieldset.tsx'
import type { DraftFormProps } from '../draft-form-props.ts'

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
            <StepFieldset
              prefix="reminders."
              step={step}
              index={index}
              channels={channels}
              mistakes={mistakes}
            />
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
