import type { CustomerBalance } from '../../../db/customers/balances.ts'
import type { CustomerRow } from '../../../db/entities/index.ts'
import { newId } from '../../../db/ids.ts'
import type { Fields, Mistakes } from '../../identity/form.ts'
import { Check, Field, Hidden } from '../../pages/fields.tsx'
import { count, money } from '../format.ts'
import { ActionForm, DashboardPage } from '../layout.tsx'
import type { Viewer } from '../viewer.ts'

export interface ErasePageProps {
  viewer: Viewer
  customer: CustomerRow
  balances: readonly CustomerBalance[]
  /** Counts recurring invoices that have not ended. */
  recurring: number
  fields?: Fields
  mistakes?: Mistakes | undefined
}

export function ErasePage({ viewer, customer, balances, recurring, fields = {}, mistakes }: ErasePageProps) {
  const { id, name } = customer
  const open = balances.filter((balance) => balance.open > 0)
  const invoices = open.reduce((all, balance) => all + balance.open, 0)
  const due = open.map((balance) => money(balance.due, balance.currency)).join(' and ')
  return (
    <DashboardPage viewer={viewer} title={`Erase ${name ?? ''}`} section="customers" mistakes={mistakes}>
      <ActionForm viewer={viewer} path={`/customers/${id}/erase`} class="card reading">
        <p>
          <strong>This cannot be undone, not by you and not by the operators.</strong>
        </p>
        <ul class="points">
          <li>
            E-mail addresses, phone number, language and drafts are deleted, here and in messages, imported
            files and recurring invoices.
          </li>
          <li>
            Issued invoices stay as accounting records: number, amounts, dates, lines, tax number, name and
            billing address.
          </li>
          <li>No more messages go to the customer. A later invoice to the address makes a new customer.</li>
        </ul>
        {invoices > 0 || recurring > 0 ? (
          <div class="notice info">
            <ul>
              {invoices > 0 ? (
                <li>{`${count(invoices, 'invoice')} over ${due} still to be paid: payable by the links that were sent, without any reminder or receipt.`}</li>
              ) : null}
              {recurring > 0 ? <li>{`${count(recurring, 'recurring invoice')}: ended for good.`}</li> : null}
            </ul>
          </div>
        ) : null}
        {invoices > 0 || recurring > 0 ? (
          <Check name="force" label="Erase all the same" checked={fields['force'] === 'yes'} />
        ) : null}
        <Hidden name="command" value={fields['command'] ?? newId('cmd')} />
        <Field
          name="confirmation"
          label="The customer’s e-mail address"
          value={fields['confirmation']}
          hint="Type it to confirm."
          mistakes={mistakes}
        />
        <div class="actions">
          <button class="danger">Erase the customer for good</button>
          <a href={`${viewer.base}/customers/${id}`}>Back</a>
        </div>
      </ActionForm>
    </DashboardPage>
  )
}
