import type { Channel } from '../../../../domain/invoice/index.ts'
import type { Attempt } from '../../command-form.tsx'
import { day, money } from '../../format.ts'
import { DashboardPage } from '../../layout.tsx'
import type { Viewer } from '../../viewer.ts'
import { depositNow } from '../deposit-now.ts'
import { StatusBadge } from '../status-badge.tsx'
import { CommandsCard } from './commands/commands-card.tsx'
import { CustomerCard } from './customer-card.tsx'
import { DraftCard } from './draft-card.tsx'
import { EInvoiceCard } from './einvoice-card.tsx'
import { NextCard, TimelineCard } from './history-cards.tsx'
import type { InvoiceView } from './load-invoice-view.ts'
import { LinkCard } from './link-card.tsx'
import { MoneyCard } from './money-card.tsx'

export interface InvoicePageProps {
  viewer: Viewer
  view: InvoiceView
  channels: readonly Channel[]
  /** Only operators get the address of Temporal's UI. */
  workflowUrl?: string | undefined
  attempt?: Attempt | undefined
  notice?: string | undefined
}

export function InvoicePage(props: InvoicePageProps) {
  const { viewer, view, channels, workflowUrl, attempt, notice } = props
  const { row, url } = view
  const isDraft = row.status === 'draft'
  const deposit = depositNow(row)
  const title = isDraft
    ? `Draft for ${row.customerName || 'an erased customer'}`
    : `Invoice ${row.number ?? ''}`
  return (
    <DashboardPage
      viewer={viewer}
      title={title}
      section="invoices"
      notice={notice}
      mistakes={attempt?.mistakes}
      live={`${viewer.base}/live/${row.id}?after=${view.sequence}`}
      actions={
        workflowUrl ? (
          <a href={workflowUrl} target="_blank" rel="noopener">
            Workflow in Temporal
          </a>
        ) : null
      }
    >
      <div
        hidden
        hx-get={`${viewer.base}/invoices/${row.id}`}
        hx-trigger="changed from:#live delay:200ms"
        hx-target="#lead"
        hx-select="#lead"
        hx-swap="outerHTML"
        hx-select-oob="#contents-and-commands,#next-and-past"
        hx-sync="this:queue last"
      ></div>
      <section class="lead" id="lead" aria-label="Amount and status">
        <p class="amount">{money(row.amount, row.currency)}</p>
        <p>
          <StatusBadge row={row} />
        </p>
        <p class="muted">
          {`${row.customerName || 'An erased customer'}, due ${day(row.dueDate)}`}
          {row.amountCredited > 0 ? `, ${money(row.amountCredited, row.currency)} credited` : ''}
          {row.amountDue > 0 && row.amountDue < row.amount && !isDraft
            ? `, ${money(row.amountDue, row.currency)} still to be paid`
            : ''}
          {deposit === undefined ? '' : `. Deposit now ${money(deposit, row.currency)}`}
        </p>
      </section>
      <div class="columns two">
        <div class="stack" id="contents-and-commands" data-keeps>
          {isDraft ? <DraftCard viewer={viewer} view={view} attempt={attempt} /> : null}
          {url ? <LinkCard url={url} status={view.link?.status ?? ''} messages={view.messages} /> : null}
          <CustomerCard viewer={viewer} row={row} />
          <MoneyCard viewer={viewer} view={view} attempt={attempt} />
          <EInvoiceCard viewer={viewer} view={view} />
          {isDraft ? null : (
            <CommandsCard viewer={viewer} view={view} channels={channels} attempt={attempt} />
          )}
        </div>
        <div class="stack" id="next-and-past">
          <NextCard view={view} zone={viewer.timeZone} />
          <TimelineCard view={view} zone={viewer.timeZone} />
        </div>
      </div>
    </DashboardPage>
  )
}
