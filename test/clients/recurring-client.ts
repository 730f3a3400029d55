import { appendRecurring } from '../../db/recurring/event-store.ts'
import { recurringWorkflowId } from '../../workflows/recurring/contract.ts'
import { call, type InvoiceJson } from './client.ts'
import type { World } from '../support/harness.ts'
import { automatic } from '../../domain/recurring/index.ts'

export interface RecurringJson {
  id: string
  status: string
  issued: number
  skipped: number
  description: string
  amount: number
  last: { occurrence: number; date: string; invoice: string } | null
  failed: { occurrence: number; date: string; code: string }[]
  next: {
    number: number
    date: string
    at: string
    local_time: string
    due_date: string
    period: { start: string; end: string }
    amount: number
    description: string
  }[]
  schedule: Record<string, unknown>
  ended_by: string | null
  customer: object
  language: string | null
  deposit: object | null
  reminders: object | null
  test_clock_offset_ms: number
  settled?: boolean
  processed_until?: string
}

export type OccurrenceInvoice = InvoiceJson & {
  issued_at: string | null
  due_date: string
  description: string
  test_clock_offset_ms: number
  recurring: { id: string; occurrence: number } | null
}

/** Returns a calendar date in London. */
export function inDays(days: number): string {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date())
  return new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10)
}

export function recurringBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    customer: { name: 'Ada Byron', email: 'ada.byron@customer.example' },
    currency: 'GBP',
    description: 'Rent for {month} {year}',
    amount: 12_500,
    schedule: { unit: 'month', start: inDays(1) },
    due_after_days: 14,
    issue: 'send',
    ...changes,
  }
}

export function withKey(apiKey: string | undefined): Record<string, string> {
  return apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }
}

export async function createRecurring(
  world: World,
  changes: Record<string, unknown> = {},
  apiKey?: string,
): Promise<RecurringJson> {
  const body = recurringBody(changes)
  const path = '/v1/recurring_invoices'
  const { status, json } = await call<RecurringJson>(world, 'POST', path, body, withKey(apiKey))
  if (status !== 201) throw new Error(`not created: ${status} ${JSON.stringify(json)}`)
  return json
}

export async function readRecurring(world: World, id: string, apiKey?: string): Promise<RecurringJson> {
  const path = `/v1/recurring_invoices/${id}`
  return (await call<RecurringJson>(world, 'GET', path, undefined, withKey(apiKey))).json
}

export async function sendRecurringCommand<T = Record<string, unknown>>(
  world: World,
  id: string,
  name: string,
  body: unknown = {},
  headers: Record<string, string> = {},
): Promise<{ status: number; json: T }> {
  return call(world, 'POST', `/v1/recurring_invoices/${id}/${name}`, body, headers)
}

export async function mustSendRecurringCommand(
  world: World,
  id: string,
  name: string,
  body: unknown = {},
  headers: Record<string, string> = {},
): Promise<RecurringJson> {
  const { status, json } = await sendRecurringCommand<RecurringJson>(world, id, name, body, headers)
  if (status >= 300) throw new Error(`${name} is refused: ${status} ${JSON.stringify(json)}`)
  return json
}

export async function invoicesOf(world: World, id: string, apiKey?: string): Promise<OccurrenceInvoice[]> {
  const all: OccurrenceInvoice[] = []
  let next: unknown = ''
  while (typeof next === 'string') {
    const cursor = next === '' ? '' : `&cursor=${next}`
    const path = `/v1/invoices?recurring=${id}&limit=100${cursor}`
    const { json } = await call(world, 'GET', path, undefined, withKey(apiKey))
    all.push(...(json['data'] as OccurrenceInvoice[]))
    next = json['next_cursor']
  }
  return all.toSorted((a, b) => (a.recurring?.occurrence ?? 0) - (b.recurring?.occurrence ?? 0))
}

export async function recurringTimeline(
  world: World,
  id: string,
): Promise<{ type: string; data: Record<string, unknown> }[]> {
  const { json } = await call(world, 'GET', `/v1/recurring_invoices/${id}/events?limit=100`)
  const events = json['data'] as { type: string; data: Record<string, unknown> }[]
  return events.map(({ type, data }) => ({ type: type.replace('recurring_invoice.', ''), data }))
}

export async function moveNextOccurrence(world: World, id: string, inMs: number): Promise<void> {
  await recordNext(world, id, inMs)
  await world.deps.recurring.reload({ id, merchantId: world.merchantId })
}

export async function recordNext(world: World, id: string, inMs: number): Promise<void> {
  await appendRecurring(world.em, id, async (state) => {
    const { timetable, templateId, catchUp, planned } = state
    const [next, ...later] = planned
    if (!next) throw new Error('nothing comes any more')
    const now = Date.now() + state.testClockOffsetMs
    const occurrences = [{ ...next, at: now + inMs }, ...later]
    const terms = { templateId, ...timetable, catchUp, occurrences, complete: state.complete }
    const key = `changed:soon-${state.seq}`
    return [{ type: 'changed', key, at: now, cause: automatic, ...terms }]
  })
}

export async function terminateRun(world: World, id: string): Promise<void> {
  await world.client.workflow.getHandle(recurringWorkflowId(id)).terminate('to be resumed from its log')
}
