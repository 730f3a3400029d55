import type { ImportRow } from '../../../db/entities/index.ts'
import type { Mistakes } from '../../identity/form.ts'
import { Choice, Hidden } from '../../pages/fields.tsx'
import { ActionForm } from '../layout.tsx'
import type { Viewer } from '../viewer.ts'
import type { FileColumn, Reading } from './reading-form.ts'

interface ReadingProps {
  viewer: Viewer
  subject: ImportRow
  reading: Reading
  mistakes: Mistakes | undefined
}

/** The card is open if the file leaves something unclear. */
export function ReadingCard({ viewer, subject, reading, mistakes }: ReadingProps) {
  const { settings, columns } = reading
  const isAsked = settings.some((one) => one.isAsked) || columns.some((one) => one.isAsked)
  const isOpen = isAsked || subject.status === 'refused'
  const path = `/imports/${subject.id}/settings`
  const form = (
    <>
      <ActionForm viewer={viewer} path={path}>
        <div class="fields">
          {settings.map(({ name, label, chosen, options }) => (
            <Choice name={name} label={label} chosen={chosen} options={options} mistakes={mistakes} />
          ))}
        </div>
        {columns.length > 0 ? <Columns columns={columns} /> : null}
        <button class="primary">Read the file again like this</button>
      </ActionForm>
      {columns.some((one) => one.isAsked) ? (
        <ActionForm viewer={viewer} path={path}>
          <Hidden name="unread_columns" value="ignore" />
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

function Columns({ columns }: { columns: readonly FileColumn[] }) {
  return (
    <fieldset class="stack">
      <legend>The columns of the file, with their first values</legend>
      <div class="fields">
        {columns.map(({ name, header, examples, chosen, options, isAsked }) => (
          <Choice
            name={name}
            label={header}
            chosen={chosen}
            options={options}
            hint={`${isAsked ? 'Not read yet: ' : ''}${examples.join(' · ') || 'no values'}`}
          />
        ))}
      </div>
    </fieldset>
  )
}
