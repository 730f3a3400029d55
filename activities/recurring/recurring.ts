import { appendRecurring, loadRecurring } from '../../db/recurring/event-store.ts'
import { MerchantRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { ByMode } from '../../domain/shared/mode.ts'
import { dateInZone } from '../../domain/shared/calendar.ts'
import {
  decide,
  fold,
  needsDates,
  type RecurringCommand,
  type RecurringEvent,
  type RecurringRefusal,
  type RecurringState,
  type Terms,
} from '../../domain/recurring/index.ts'
import { changedTimetable } from '../../domain/recurring/change.ts'
import { occurrencesFrom } from '../../domain/recurring/occurrences.ts'
import { nonRetryableIfMissing } from '../missing-row.ts'
import { issueOccurrence } from './issue-occurrence.ts'
import type { RecurringRecordActivities, RecurringUpdate } from './types.ts'

const BATCH_SIZE = 12

export function createRecurringActivities(deps: {
  em: EntityManager
  sms: ByMode<unknown>
}): RecurringRecordActivities {
  return {
    loadRecurring: ({ recurringId }) => loadRecurring(deps.em.fork(), recurringId),

    async commandRecurring({ recurringId, command, now }) {
      let refused: RecurringRefusal | undefined
      const state = await nonRetryableIfMissing(
        appendRecurring(deps.em.fork(), recurringId, async (before, row, tx) => {
          const dates = eventsUntilNow(before, command, now)
          const planned = fold(dates, before)
          const { timeZone } = await tx.findOneOrFail(MerchantRow, { id: row.merchantId })
          const decision = decide(planned, toCommand(planned, command, now, timeZone))
          if ('events' in decision) return [...dates, ...decision.events]
          refused = decision.refused
          return dates
        }),
      )
      return refused ? { state, refused } : { state }
    },

    issueOccurrence: (input) =>
      nonRetryableIfMissing(issueOccurrence({ ...deps, em: deps.em.fork() }, input)),
  }
}

const FUTURE_COMMANDS: readonly string[] = [
  'change',
  'pause',
  'skip',
  'end',
  'advance_clock',
] satisfies RecurringCommand['type'][]

/** A command about future occurrences must not change past occurrences. */
function eventsUntilNow(
  before: RecurringState,
  { type }: Pick<RecurringCommand, 'type'>,
  now: number,
): RecurringEvent[] {
  const events = planDates(before, now)
  if (!FUTURE_COMMANDS.includes(type)) return events
  for (let state = fold(events, before); ;) {
    const decision = decide(state, { type: 'deadline', at: now })
    if (!('events' in decision) || decision.events.length === 0) return events
    const decided = fold(decision.events, state)
    const dates = planDates(decided, now)
    events.push(...decision.events, ...dates)
    state = fold(dates, decided)
  }
}

function planDates(before: RecurringState, now: number): RecurringEvent[] {
  const events: RecurringEvent[] = []
  for (let state = before; lacksDates(state, now); state = fold(events, before)) {
    const from = (state.planned.at(-1)?.number ?? state.lastProcessed.number) + 1
    const decision = decide(state, {
      type: 'plan',
      dates: occurrencesFrom(state.timetable, from, BATCH_SIZE),
      at: now,
    })
    if (!('events' in decision)) break
    events.push(...decision.events)
  }
  return events
}

function lacksDates(state: RecurringState, now: number): boolean {
  return needsDates(state, now) || (state.status === 'paused' && !state.complete && !state.planned.length)
}

function toCommand(
  state: RecurringState,
  command: RecurringUpdate | { type: 'deadline' },
  now: number,
  timeZone: string,
): RecurringCommand {
  if (command.type !== 'change') return { ...command, at: now }
  const { commandId, actor, base, schedule } = command
  const newStart = schedule?.start !== undefined
  const today = dateInZone(now, timeZone)
  const terms = changedTerms(state, command, timeZone)
  return { type: 'change', commandId, actor, base, terms, newStart, today, at: now }
}

type Change = Extract<RecurringUpdate, { type: 'change' }>

function changedTerms(state: RecurringState, change: Change, timeZone: string): Terms {
  const { templateId, schedule = {}, catchUp = state.catchUp } = change
  const timetable = changedTimetable(state, schedule, timeZone)
  const dates = occurrencesFrom(timetable, state.lastProcessed.number + 1, BATCH_SIZE)
  return { templateId, ...timetable, catchUp, ...dates }
}
