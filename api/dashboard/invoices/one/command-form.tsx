import type { Child } from 'hono/jsx'
import type { InvoiceRow } from '../../../../db/entities/index.ts'
import { newId } from '../../../../db/ids.ts'
import type { Fields, Mistakes } from '../../../identity/form.ts'
import { Hidden } from '../../../pages/fields.tsx'
import { ActionForm } from '../../layout.tsx'
import type { Viewer } from '../../viewer.ts'

/** A form that was refused, and is shown again. */
export interface Attempt {
  command: string
  paymentId?: string | undefined
  fields: Fields
  mistakes: Mistakes
}

export interface CommandFormProps {
  viewer: Viewer
  row: InvoiceRow
  command: string
  paymentId?: string
  attempt: Attempt | undefined
  title: string
  consequence: string
  children?: Child
}

export function CommandForm({
  viewer,
  row,
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
      <ActionForm viewer={viewer} path={`/invoices/${row.id}/${command}`}>
        <p>{consequence}</p>
        <Hidden name="command" value={(isTried ? attempt.fields['command'] : undefined) ?? newId('cmd')} />
        <Hidden name="payment" value={paymentId} />
        {children}
      </ActionForm>
    </details>
  )
}
