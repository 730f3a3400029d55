import type { Channel } from '../../../domain/invoice/index.ts'
import { PLACEHOLDERS } from '../../../domain/invoice/messages/own-words.ts'
import { listPlaceholders } from '../../../domain/shared/placeholders.ts'
import type { Mistakes } from '../../identity/form.ts'
import { Choice, Field, TextField } from '../../pages/fields.tsx'
import { RemoveButton } from '../layout.tsx'
import type { StepFields } from './steps.ts'

export const STEP_CHANNELS = [
  ['email', 'E-mail'],
  ['sms', 'Text message'],
  ['both', 'Both'],
] as const

const WHEN = [
  ['before', 'before the due date'],
  ['after', 'after the due date'],
] as const

interface StepProps {
  /** Stands before the names of the fields. */
  prefix: '' | 'reminders.'
  step: StepFields
  index: number
  channels: readonly Channel[]
  mistakes: Mistakes | undefined
}

export function StepFieldset({ prefix, step, index, channels, mistakes }: StepProps) {
  const name = (field: keyof StepFields) => `${prefix}steps.${index}.${field}`
  const mistake = mistakes?.[`${prefix}steps.${index}`]
  const options = channels.includes('sms') ? STEP_CHANNELS : STEP_CHANNELS.slice(0, 1)
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
          options={options}
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
      <RemoveButton what="reminder" index={index} />
    </fieldset>
  )
}
