import type { Child } from 'hono/jsx'
import { newId } from '../../db/ids.ts'
import type { Fields, Mistakes } from '../identity/form.ts'
import { Hidden } from '../pages/fields.tsx'
import { ActionForm } from './layout.tsx'
import type { Viewer } from './viewer.ts'

/** The page shows a refused form again. */
export interface Attempt {
  command: string
  paymentId?: string | undefined
  fields: Fields
  mistakes: Mistakes
}

export interface CommandFormProps {
  viewer: Viewer
  /** The path follows the path of the mode. */
  subject: string
  command: string
  paymentId?: string
  attempt: Attempt | undefined
  title: string
  consequence: string
  children?: Child
}

export function CommandForm({
  viewer,
  subject,
  command,
  paymentId,
  attempt,
  title,
  consequence,
  children,
}: CommandFormProps) {
  const isTried = attempt?.command === command && attempt.paymentId === paymentId
  return (
    <details class="disclosure" open={isTried}>
      <summary>{title}</summary>
      <ActionForm viewer={viewer} path={`${subject}/${command}`}>
        <p>{consequence}</p>
        <Hidden name="command" value={(isTried ? attempt.fields['command'] : undefined) ?? newId('cmd')} />
        <Hidden name="payment" value={paymentId} />
        {children}
      </ActionForm>
    </details>
  )
}

/** Fields keep what was typed in a refused form. */
export function fieldsOfCommand(command: string, attempt: Attempt | undefined) {
  const { fields: given = {}, mistakes } = attempt?.command === command ? attempt : {}
  const isTried = Object.keys(given).length > 0
  const labelled = (name: string) => ({ name, id: `${command}-${name}`, mistakes })
  return {
    field: (name: string, value?: string) => ({ ...labelled(name), value: given[name] ?? value }),
    choice: (name: string, chosen: string) => ({ ...labelled(name), chosen: given[name] ?? chosen }),
    check: (name: string, checked: boolean) => ({ name, checked: isTried ? given[name] === 'yes' : checked }),
  }
}
