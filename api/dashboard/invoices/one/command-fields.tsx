import type { Channel } from '../../../../domain/invoice/index.ts'
import { TextField } from '../../../pages/fields.tsx'
import type { Viewer } from '../../viewer.ts'
import type { Attempt } from './command-form.tsx'
import type { InvoiceView } from './load-invoice-view.ts'

export interface CommandsProps {
  viewer: Viewer
  view: InvoiceView
  channels: readonly Channel[]
  attempt: Attempt | undefined
}

/** Fields keep what was typed in a refused form. */
export function formOf(command: string, { viewer, view: { row }, attempt }: CommandsProps) {
  const mine = attempt?.command === command ? attempt : undefined
  const { fields: given = {}, mistakes } = mine ?? {}
  const isTried = Object.keys(given).length > 0
  const labelled = (name: string) => ({ name, id: `${command}-${name}`, mistakes })
  return {
    form: { viewer, row, command, attempt },
    field: (name: string, value?: string) => ({ ...labelled(name), value: given[name] ?? value }),
    choice: (name: string, chosen: string) => ({ ...labelled(name), chosen: given[name] ?? chosen }),
    check: (name: string, checked: boolean) => ({ name, checked: isTried ? given[name] === 'yes' : checked }),
  }
}

export interface FilledField {
  name: string
  id: string
  value: string | undefined
  mistakes: Attempt['mistakes'] | undefined
}

export function Note(field: FilledField) {
  return (
    <TextField
      {...field}
      label="Note for your team"
      optional
      hint="It stands in the timeline. The customer does not see it."
    />
  )
}
