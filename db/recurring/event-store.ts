import { LockMode } from '@mikro-orm/core'
import { fold, nextWork, type RecurringEvent, type RecurringState } from '../../domain/recurring/index.ts'
import { RecurringEventRow, RecurringRow } from '../entities/index.ts'
import { newId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'

/** A plan that is not in the database. Nobody expects this: ids reach us only after their row was committed. */
export class UnknownRecurringError extends Error {
  override name = 'UnknownRecurringError'
}

/**
 * Decides under the plan's row lock and, in the same transaction, appends the events to its log and brings its row up
 * to date. An event whose key is in the log already is left out, so doing this twice does nothing more.
 *
 * @returns what the whole log adds up to then
 * @throws UnknownRecurringError
 */
export async function appendRecurring(
  em: EntityManager,
  recurringId: string,
  decideEvents: (state: RecurringState, row: RecurringRow, tx: EntityManager) => Promise<RecurringEvent[]>,
): Promise<RecurringState> {
  return em.fork().transactional(async (tx) => {
    const row = await tx.findOne(RecurringRow, { id: recurringId }, { lockMode: LockMode.PESSIMISTIC_WRITE })
    if (!row) throw new UnknownRecurringError(recurringId)
    const recorded = await loadRecurringEvents(tx, recurringId)
    const before = fold(recorded)
    const keys = new Set(recorded.map(({ key }) => key))
    const decided = await decideEvents(before, row, tx)
    return record(
      tx,
      row,
      before,
      decided.filter(({ key }) => !keys.has(key)),
    )
  })
}

/** Appends events to the log of a plan whose row is locked, or new. */
export function record(
  tx: EntityManager,
  row: RecurringRow,
  before: RecurringState,
  events: RecurringEvent[],
): RecurringState {
  if (events.length === 0) return before
  const state = fold(events, before)
  for (const { type, key, at, cause, ...data } of events) {
    row.lastSeq += 1
    const facts = { recurringId: row.id, seq: row.lastSeq, key, type, at: new Date(at), cause, data }
    tx.create(RecurringEventRow, { id: newId('evt'), ...facts, recordedAt: new Date() })
  }
  const next = nextWork(state, Math.max(...events.map(({ at }) => at)))
  row.status = state.status
  row.templateId = state.templateId
  row.testClockOffsetMs = state.testClockOffsetMs
  row.nextAt = next === undefined ? null : new Date(next - state.testClockOffsetMs)
  row.updatedAt = new Date()
  return state
}

/** The whole log, oldest first. */
export async function loadRecurringEvents(em: EntityManager, recurringId: string): Promise<RecurringEvent[]> {
  return (await loadRecurringLogs(em, [recurringId])).get(recurringId) ?? []
}

/** The same of many plans. */
export async function loadRecurringLogs(
  em: EntityManager,
  ids: readonly string[],
): Promise<Map<string, RecurringEvent[]>> {
  const logs = new Map<string, RecurringEvent[]>()
  const rows = await em.find(
    RecurringEventRow,
    { recurringId: { $in: [...ids] } },
    { orderBy: { recurringId: 'asc', seq: 'asc' } },
  )
  for (const row of rows) {
    const event = fromRecurringRow(row)
    const log = logs.get(row.recurringId)
    if (log) log.push(event)
    else logs.set(row.recurringId, [event])
  }
  return logs
}

/** A stored row as the domain's event. Only `record` writes the rows, so the data is the event's. */
export function fromRecurringRow({ data, type, key, at, cause }: RecurringEventRow): RecurringEvent {
  return { ...data, type, key, at: at.getTime(), cause } as RecurringEvent
}

/** What the log of a plan adds up to. */
export async function loadRecurring(em: EntityManager, recurringId: string): Promise<RecurringState> {
  return fold(await loadRecurringEvents(em.fork(), recurringId))
}
