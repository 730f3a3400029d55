import { LockMode } from '@mikro-orm/core'
import type { PublicEvent } from '../../domain/events/event-types.ts'
import { isHiddenEvent, toPublicRecurringEvent } from '../../domain/events/recurring-events.ts'
import {
  fold,
  isBlocked,
  nextWork,
  type RecurringEvent,
  type RecurringState,
  summaryOf,
} from '../../domain/recurring/index.ts'
import { RecurringEventRow, RecurringRow } from '../entities/index.ts'
import { publishEvents } from '../events/publish.ts'
import { newId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'

export class UnknownRecurringError extends Error {
  override name = 'UnknownRecurringError'
}

/**
 * @param decideEvents can add events of other resources to `others`, which are published with its own
 *
 * @throws UnknownRecurringError
 */
export async function appendRecurring(
  em: EntityManager,
  recurringId: string,
  decideEvents: (
    state: RecurringState,
    row: RecurringRow,
    tx: EntityManager,
    others: PublicEvent[],
  ) => Promise<RecurringEvent[]>,
): Promise<RecurringState> {
  return em.transactional(
    async (tx) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE
      const row = await tx.findOne(RecurringRow, { id: recurringId }, { lockMode })
      if (!row) throw new UnknownRecurringError(recurringId)
      const recorded = await loadRecurringEvents(tx, recurringId)
      const before = fold(recorded)
      const keys = new Set(recorded.map(({ key }) => key))
      const others: PublicEvent[] = []
      const decided = await decideEvents(before, row, tx, others)
      const events = decided.filter(({ key }) => !keys.has(key))
      return record(tx, row, before, events, others)
    },
    { clear: true },
  )
}

/** `tx` must have locked or created the row. */
export async function record(
  tx: EntityManager,
  row: RecurringRow,
  before: RecurringState,
  events: RecurringEvent[],
  others: readonly PublicEvent[] = [],
): Promise<RecurringState> {
  if (events.length === 0) {
    await publishEvents(tx, row, others)
    return before
  }
  const state = fold(events, before)
  const stored = events.map((event) => {
    const { type, key, at, cause, ...data } = event
    row.lastSeq += 1
    const recordedAt = new Date()
    const facts = { recurringId: row.id, seq: row.lastSeq, key, type, at: new Date(at), cause, data }
    const { id } = tx.create(RecurringEventRow, { id: newId('evt'), ...facts, recordedAt })
    return { id, recurringId: row.id, seq: row.lastSeq, recordedAt: recordedAt.getTime(), event }
  })
  const next = nextWork(state, Math.max(...events.map(({ at }) => at)))
  row.status = state.status
  row.templateId = state.templateId
  row.summary = summaryOf(state)
  row.testClockOffsetMs = state.testClockOffsetMs
  row.nextAt = next === undefined ? null : new Date(next - state.testClockOffsetMs)
  row.blockedAt = isBlocked(state) ? (row.blockedAt ?? new Date()) : null
  row.updatedAt = new Date()
  await tx.flush()
  const shown = stored.filter(({ event }) => !isHiddenEvent(event.type))
  await publishEvents(tx, row, [...others, ...shown.map(toPublicRecurringEvent)])
  return state
}

async function loadRecurringEvents(em: EntityManager, recurringId: string): Promise<RecurringEvent[]> {
  const rows = await em.find(
    RecurringEventRow,
    { recurringId },
    { orderBy: { seq: 'asc' }, disableIdentityMap: true },
  )
  return rows.map(fromRecurringRow)
}

export function fromRecurringRow({ data, type, key, at, cause }: RecurringEventRow): RecurringEvent {
  return { ...data, type, key, at: at.getTime(), cause } as RecurringEvent
}

export async function loadRecurring(em: EntityManager, recurringId: string): Promise<RecurringState> {
  return fold(await loadRecurringEvents(em, recurringId))
}
