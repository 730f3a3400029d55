import type { Fields, Mistakes } from '../../../../identity/form.ts'
import { Check, Choice, Field, Hidden, TextField } from '../../../../pages/fields.tsx'
import { languageOptions } from '../../../language-options.ts'
import type { DraftFormProps } from '../draft-form-props.ts'
import { ReminderFields } from './reminder-fields.tsx'

const FIELDS = [
  'number',
  'instructions',
  'language',
  'deliver',
  'reminders',
  'reminders.time',
  'send_on',
  'link_expires_on',
  'metadata',
]
const USED = ['number', 'instructions', 'language', 'send_on', 'link_expires_on', 'metadata']

export function MoreFields(props: DraftFormProps) {
  const { form, channels, mistakes } = props
  const { fields } = form
  const isUsed = USED.some((name) => fields[name])
  const isWrong = Object.keys(mistakes ?? {}).some(
    (name) => FIELDS.includes(name) || name.startsWith('reminders.'),
  )
  const isOpen = isUsed || isWrong || fields['reminders'] !== 'plan' || fields['sms'] === 'yes'
  return (
    <details class="disclosure" open={isOpen}>
      <summary>Instructions, language, reminders, number, time of sending and more</summary>
      <div class="stack">
        <TextField
          name="instructions"
          label="Instructions and terms"
          optional
          value={fields['instructions']}
          hint="The customer reads them on the page, in the e-mail and on the PDF."
          mistakes={mistakes}
        />
        <div class="fields">
          <Field
            name="number"
            label="Invoice number"
            optional
            value={fields['number']}
            hint="Without one it gets the next of your numbers when it is sent."
            mistakes={mistakes}
          />
          <LanguageField fields={fields} mistakes={mistakes} />
        </div>
        <ReminderFields {...props} />
        <ChannelFields fields={fields} channels={channels} mistakes={mistakes} />
        <div class="fields">
          <Field
            name="send_on"
            label="Send by itself on"
            type="date"
            optional
            value={fields['send_on']}
            hint="Once the draft is saved, it is sent then without another click."
            mistakes={mistakes}
          />
          <Field
            name="send_time"
            label="At"
            type="time"
            optional
            value={fields['send_time']}
            hint="By your clock; 09:00 if it stays empty."
            mistakes={mistakes}
          />
        </div>
        <Hidden name="send_at" value={fields['send_at'] || undefined} />
        <Field
          name="link_expires_on"
          label="Last day of the payment link"
          type="date"
          optional
          value={fields['link_expires_on']}
          hint="Without one it works as many days after the due date as your settings say."
          mistakes={mistakes}
        />
        <Hidden name="link_expires_at" value={fields['link_expires_at'] || undefined} />
        <MetadataField fields={fields} mistakes={mistakes} />
      </div>
    </details>
  )
}

export function MetadataField({ fields, mistakes }: { fields: Fields; mistakes: Mistakes | undefined }) {
  return (
    <>
      <TextField
        name="metadata"
        label="Data for your own programs"
        optional
        value={fields['metadata']}
        hint="One a line, such as order: PO-7. Exports, searches and the API have it; customers do not see it."
        mistakes={mistakes}
      />
      <Hidden name="metadata_kept" value={fields['metadata_kept'] || undefined} />
    </>
  )
}

export function ChannelFields({
  fields,
  channels,
  mistakes,
}: Pick<DraftFormProps, 'channels' | 'mistakes'> & { fields: Fields }) {
  return (
    <fieldset class="field">
      <legend>Send by</legend>
      {mistakes?.['deliver'] ? <p class="mistake">{`This ${mistakes['deliver']}.`}</p> : null}
      <Check name="email" label="E-mail" checked={fields['email'] === 'yes'} />
      {channels.includes('sms') ? (
        <Check name="sms" label="Text message, to the phone number" checked={fields['sms'] === 'yes'} />
      ) : null}
    </fieldset>
  )
}

export function LanguageField({ fields, mistakes }: { fields: Fields; mistakes: Mistakes | undefined }) {
  return (
    <Choice
      name="language"
      label="Language"
      chosen={fields['language']}
      options={languageOptions(fields['language'], 'As the customer prefers, else English')}
      hint="Of page, messages and PDF. The page can be shown in other languages too."
      mistakes={mistakes}
    />
  )
}
