import type { ImportRow } from '../../../db/entities/index.ts'
import type { Fields, Mistakes } from '../../identity/form.ts'
import { Choice, Hidden } from '../../pages/fields.tsx'
import { ActionForm } from '../layout.tsx'
import type { Viewer } from '../viewer.ts'
import { withShown } from '../shown-fields.ts'
import { type FileColumn, headersOf, type Reading, unreadFields } from './reading-form.ts'

interface ReadingProps {
  viewer: Viewer
  subject: ImportRow
  reading: Reading
  /** The form shows what is saved, or what was entered. */
  fields: Fields
  mistakes: Mistakes | undefined
}

/** The card is open if the file leaves something unclear. */
export function ReadingCard({ viewer, subject, reading, fields, mistakes }: ReadingProps) {
  const { settings, columns } = reading
  const isAsked = settings.some((one) => one.isAsked) || columns.some((one) => one.isAsked)
  const isOpen = isAsked || mistakes !== undefined || subject.status === 'refused'
  const unread = withShown(unreadFields(reading))
  const path = `/imports/${subject.id}/settings`
  const form = (
    <>
      <ActionForm viewer={viewer} path={path}>
        <Hidden name="shown" value={fields['shown']} />
        <Hidden name="headers" value={headersOf(columns)} />
        <div class="fields">
          {settings.map(({ name, label, options }) => (
            <Choice name={name} label={label} chosen={fields[name]} options={options} mistakes={mistakes} />
          ))}
        </div>
        {columns.length > 0 ? <Columns columns={columns} fields={fields} mistakes={mistakes} /> : null}
        <button class="primary">Read the file again like this</button>
      </ActionForm>
      {columns.some((one) => one.isAsked) ? (
        <ActionForm viewer={viewer} path={path}>
          <Hidden name="unread_columns" value="ignore" />
          <Hidden name="unread" value={unread['unread']} />
          <Hidden name="shown" value={unread['shown']} />
          <button class="secondary">Leave out all columns that are not read</button>
        </ActionForm>
      ) : null}
    </>
  )
  if (!isOpen) {
    return (
      <details class="disclosure">
        <summary>How the file was read</summary>
        <div class="stack">{form}</div>
      </details>
    )
  }
  return (
    <section class="card" aria-labelledby="reading">
      <h2 id="reading">{isAsked ? 'What the file does not say' : 'How to read the file'}</h2>
      {isAsked ? (
        <p>
          Nothing is guessed where it could cost money. Answer what is marked, and look at the rows again.
        </p>
      ) : null}
      {form}
    </section>
  )
}

type ColumnsProps = Pick<ReadingProps, 'fields' | 'mistakes'> & { columns: readonly FileColumn[] }

function Columns({ columns, fields, mistakes }: ColumnsProps) {
  return (
    <fieldset class="stack">
      <legend>The columns of the file, with their first values</legend>
      <div class="fields">
        {columns.map(({ name, header, examples, options, isAsked }) => (
          <Choice
            name={name}
            label={header}
            chosen={fields[name]}
            options={options}
            mistakes={mistakes}
            hint={`${isAsked ? 'Not read yet: ' : ''}${examples.join(' · ') || 'no values'}`}
          />
        ))}
      </div>
    </fieldset>
  )
}
