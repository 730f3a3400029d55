import type { InvoiceRow } from '../../../db/entities/index.ts'
import { money } from '../format.ts'
import { ListedInvoice } from '../invoices/list/listed-invoice.tsx'
import type { Viewer } from '../viewer.ts'

/** The page closes its stream, and does not connect again. */
export const VIEW_ENDED = 'event: view_ended\n\n'

export const OUTDATED = news('Much has happened since this page was loaded. ')
export const ENDED = news(
  'This page no longer follows what happens: you are signed out, or see another merchant. ',
)

/** The rows replace those of a list; a list without them ignores them. */
export function rowsOf(viewer: Viewer, rows: readonly InvoiceRow[]): string {
  if (rows.length === 0) return ''
  return message(
    <>
      {rows.map((row) => (
        <ListedInvoice row={row} viewer={viewer} isNews />
      ))}
    </>,
  )
}

export function paidNews(viewer: Viewer, rows: readonly InvoiceRow[]): string {
  const [row, ...others] = rows
  if (!row) return ''
  const { id, number, customerName, amount, currency } = row
  return message(
    <hx-partial hx-target="#news" hx-swap="innerHTML">
      <p class="notice">
        <a href={`${viewer.base}/invoices/${id}`}>{`Invoice ${number ?? ''}`}</a>
        {` for ${customerName || 'an erased customer'} is paid: ${money(amount, currency)}.`}
        {others.length > 0 ? ` ${others.length} more are paid.` : ''}
      </p>
    </hx-partial>,
  )
}

function news(text: string): string {
  return message(
    <hx-partial hx-target="#news" hx-swap="innerHTML">
      <p class="notice info">
        {text}
        <a href="">Load it again</a>
      </p>
    </hx-partial>,
  )
}

/** An event without a name is HTML: https://htmx.org/extensions/sse */
function message(html: unknown): string {
  const lines = String(html).split(/\r\n|\r|\n/)
  return `${lines.map((line) => `data: ${line}`).join('\n')}\n\n`
}
