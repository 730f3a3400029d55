import type { Channel } from '../../../../../domain/invoice/index.ts'
import { TextField } from '../../../../pages/fields.tsx'
import { type Attempt, fieldsOfCommand } from '../../../command-form.tsx'
import type { Viewer } from '../../../viewer.ts'
import type { InvoiceView } from '../load-invoice-view.ts'

export interface CommandsProps {
  viewer: Viewer
  view: InvoiceView
  channels: readonly Channel[]
  attempt: Attempt | undefined
}

export function formOf(command: string, { viewer, view: { row }, attempt }: CommandsProps) {
  const form = { viewer, subject: `/invoices/${row.id}`, command, attempt }
  return { form, ...fieldsOfCommand(command, attempt) }
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
