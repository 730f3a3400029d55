import type { InvoiceState } from '../../domain/invoice/index.ts'
import { figureChanges } from '../../domain/summary/daily-figures.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

interface Change {
  invoiceId: string
  before: InvoiceState
  state: InvoiceState
}

export function figureRows(changes: readonly Change[]) {
  return changes.flatMap(({ invoiceId, before, state }) =>
    figureChanges(before, state).map((change) => ({
      invoice_id: invoiceId,
      figure: change.figure,
      day: 'day' in change ? change.day : null,
      at: 'at' in change ? new Date(change.at) : null,
      count: change.count,
      amount: change.amount,
    })),
  )
}

/**
 * The invoice's zone never changes, so both ends of a change fall on one day.
 * Concurrent statements must lock rows in the same order, because they could otherwise deadlock.
 */
export const FIGURES_SQL = `figure_change as (
    select i.merchant_id, i.mode, i.currency, f.figure,
      coalesce(f.day, (f.at at time zone w.time_zone)::date) as day,
      sum(f.count)::integer as count, sum(f.amount) as amount
    from jsonb_to_recordset(?::jsonb) as f(invoice_id text, figure text, day date, at timestamptz, count integer,
      amount bigint)
    join written w on w.id = f.invoice_id
    join invoice i on i.id = f.invoice_id
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5),
  new_figure as (
    insert into daily_figure as old (merchant_id, mode, currency, figure, day, count, amount)
    select * from figure_change
    on conflict (merchant_id, mode, currency, figure, day) do update
      set count = old.count + excluded.count, amount = old.amount + excluded.amount)`

export async function writeFigures(tx: EntityManager, changes: readonly Change[]): Promise<void> {
  const rows = figureRows(changes)
  if (rows.length === 0) return
  const ids = JSON.stringify(changes.map(({ invoiceId }) => invoiceId))
  await executePrepared(
    tx,
    `with written as (
       select id, time_zone from invoice where id in (select jsonb_array_elements_text(?::jsonb))), ${FIGURES_SQL}
     select 1`,
    [ids, JSON.stringify(rows)],
  )
}
