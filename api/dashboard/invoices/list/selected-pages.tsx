import type { InvoiceRow } from '../../../../db/entities/index.ts'
import { Hidden } from '../../../pages/fields.tsx'
import { count, money } from '../../format.ts'
import { ActionForm, DashboardPage } from '../../layout.tsx'
import { wordsOfCode } from '../../problem-words.ts'
import type { Viewer } from '../../viewer.ts'
import { type Action, ACTION_NAMES, CONSEQUENCES } from './actions.ts'

interface Refused {
  row: InvoiceRow
  code: string
}

export interface ConfirmProps {
  viewer: Viewer
  action: Action
  possible: readonly InvoiceRow[]
  refused: readonly Refused[]
  commandId: string
}

export function ConfirmPage({ viewer, action, possible, refused, commandId }: ConfirmProps) {
  const name = ACTION_NAMES[action]
  return (
    <DashboardPage viewer={viewer} title={`${name} ${count(possible.length, 'invoice')}`} section="invoices">
      {possible.length > 0 ? (
        <ActionForm viewer={viewer} path="/invoices/selected" class="card reading">
          <p>{CONSEQUENCES[action]}</p>
          <InvoiceList viewer={viewer} rows={possible} />
          <Hidden name="action" value={action} />
          <Hidden name="command" value={commandId} />
          {possible.map(({ id }) => (
            <Hidden name="invoice" value={id} />
          ))}
          <div class="actions">
            <button class={action === 'void' ? 'danger' : 'primary'}>
              {`${name} ${count(possible.length, 'invoice')}`}
            </button>
            <a href={`${viewer.base}/invoices`}>Back to the list</a>
          </div>
        </ActionForm>
      ) : (
        <section class="empty">
          <p>
            {refused.length > 0
              ? 'None of the selected invoices allows this.'
              : 'No invoice is selected. Tick some in the list first.'}
          </p>
          <a href={`${viewer.base}/invoices`}>Back to the list</a>
        </section>
      )}
      {refused.length > 0 ? (
        <section class="card reading">
          <h2>{`Left out: ${count(refused.length, 'invoice')}`}</h2>
          <RefusedList viewer={viewer} refused={refused} />
        </section>
      ) : null}
    </DashboardPage>
  )
}

export interface OutcomeProps {
  viewer: Viewer
  action: Action
  done: readonly InvoiceRow[]
  refused: readonly Refused[]
}

const DONE: Record<Action, string> = { send: 'sent', remind: 'reminded', void: 'voided' }

export function OutcomePage({ viewer, action, done, refused }: OutcomeProps) {
  const all = done.length + refused.length
  return (
    <DashboardPage
      viewer={viewer}
      title={`${done.length} of ${count(all, 'invoice')} ${DONE[action]}`}
      section="invoices"
    >
      {done.length > 0 ? (
        <section class="card reading">
          <h2>Done</h2>
          <InvoiceList viewer={viewer} rows={done} />
        </section>
      ) : null}
      {refused.length > 0 ? (
        <section class="card reading">
          <h2>Not done</h2>
          <RefusedList viewer={viewer} refused={refused} />
        </section>
      ) : null}
      <p>
        <a href={`${viewer.base}/invoices`}>Back to the list</a>
      </p>
    </DashboardPage>
  )
}

function InvoiceList({ viewer, rows }: { viewer: Viewer; rows: readonly InvoiceRow[] }) {
  return (
    <ul class="rows">
      {rows.map((row) => (
        <li>
          <InvoiceLink viewer={viewer} row={row} />
        </li>
      ))}
    </ul>
  )
}

function RefusedList({ viewer, refused }: { viewer: Viewer; refused: readonly Refused[] }) {
  return (
    <ul class="rows">
      {refused.map(({ row, code }) => (
        <li>
          <span>
            <InvoiceLink viewer={viewer} row={row} />
            <span class="muted block">{wordsOfCode(code)}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

function InvoiceLink({ viewer, row }: { viewer: Viewer; row: InvoiceRow }) {
  const { id, number, customerName, amount, currency } = row
  return (
    <span>
      <a href={`${viewer.base}/invoices/${id}`}>{number ?? 'Draft'}</a>
      {` for ${customerName || 'an erased customer'}, ${money(amount, currency)}`}
    </span>
  )
}
