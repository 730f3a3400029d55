import { ApplicationFailure } from '@temporalio/common'
import { appendRecurring, loadRecurring, UnknownRecurringError } from '../../db/recurring/event-store.ts'
import { MerchantRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import { dateInZone } from '../../domain/shared/calendar.ts'
import {
  decide,
  fold,
  needsDates,
  type RecurringCommand,
  type RecurringEvent,
  type RecurringRefusal,
  type RecurringState,
  type Rule,
  type Terms,
} from '../../domain/recurring/index.ts'
import { occurrencesFrom } from '../../domain/recurring/occurrences.ts'
import { issueOccurrence } from './issue-occurrence.ts'
import type { RecurringRecordActivities, RecurringUpdate } from './types.ts'

/** So many occurrences are computed at once. */
const AHEAD = 12

/** Reads and writes of a plan's log. What the calendar of its merchant says is computed here, and recorded. */
export function createRecurringActivities(deps: {
  em: EntityManager
  sms?: unknown
}): RecurringRecordActivities {
  const { em } = deps
  return {
    openRecurring: ({ recurringId }) => loadRecurring(em, recurringId),

    async tellRecurring({ recurringId, command, now }) {
      let refused: RecurringRefusal | undefined
      const state = await nonRetryableIfMissing(
        appendRecurring(em, recurringId, async (before, row, tx) => {
          const dates = broughtUpToNow(before, command, now)
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

    issueOccurrence: (input) => nonRetryableIfMissing(issueOccurrence(deps, input)),
  }
}

/** What these ask is meant for what is still to come. */
const AFTER_WHAT_HAS_COME: readonly string[] = [
  'change',
  'pause',
  'skip',
  'end',
  'advance_clock',
] satisfies RecurringCommand['type'][]

/**
 * Dates that are needed; and before such a request is decided, all that has come by now is: a worker may have been away
 * when its time came. It is due with the words of then, and its invoice is made whatever becomes of the plan.
 */
function broughtUpToNow(
  before: RecurringState,
  { type }: Pick<RecurringCommand, 'type'>,
  now: number,
): RecurringEvent[] {
  const events = datesNeeded(before, now)
  if (!AFTER_WHAT_HAS_COME.includes(type)) return events
  for (let state = fold(events, before); ;) {
    const decision = decide(state, { type: 'deadline', at: now })
    if (!('events' in decision) || decision.events.length === 0) return events
    const decided = fold(decision.events, state)
    const dates = datesNeeded(decided, now)
    events.push(...decision.events, ...dates)
    state = fold(dates, decided)
  }
}

/** More dates, until it is known what is due by now and what comes next. */
function datesNeeded(before: RecurringState, now: number): RecurringEvent[] {
  const events: RecurringEvent[] = []
  for (let state = before; isShort(state, now); state = fold(events, before)) {
    const from = (state.planned.at(-1)?.number ?? state.lastProcessed.number) + 1
    const decision = decide(state, {
      type: 'plan',
      dates: occurrencesFrom(state.timetable, from, AHEAD),
      at: now,
    })
    if (!('events' in decision)) break
    events.push(...decision.events)
  }
  return events
}

function isShort(state: RecurringState, now: number): boolean {
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

/** What holds from the next occurrence on. The zone is the merchant's, as it is by now. */
function changedTerms(state: RecurringState, change: Change, timeZone: string): Terms {
  const { templateId, schedule = {}, catchUp = state.catchUp } = change
  const rule = changedRule(state, schedule)
  const timetable = { rule, time: schedule.time ?? state.timetable.time, timeZone }
  const dates = occurrencesFrom(timetable, state.lastProcessed.number + 1, AHEAD)
  return { templateId, ...timetable, catchUp, ...dates }
}

/** Another interval begins with the next occurrence, unless another start is named. */
function changedRule(
  { timetable, planned, lastProcessed }: RecurringState,
  change: Change['schedule'] = {},
): Rule {
  const { rule } = timetable
  const { end: oldEnd, ...open } = rule
  const end = change.end === undefined ? oldEnd : (change.end ?? undefined)
  const ending = end ? { end } : {}
  const { every = rule.every, unit = rule.unit, start, day } = change
  const isSame = every === rule.every && unit === rule.unit && start === undefined && day === undefined
  if (isSame) return { ...open, ...ending }
  const own = rule.unit === 'week' ? undefined : (rule.day ?? Number(rule.start.slice(8)))
  const meant = day ?? (start === undefined ? own : undefined)
  return {
    every,
    unit,
    start: start ?? planned[0]?.date ?? rule.start,
    ...(meant === undefined || unit === 'week' ? {} : { day: meant }),
    firstNumber: lastProcessed.number + 1,
    ...ending,
  }
}

/** An id that names no plan will not name one later: no use in trying again. */
export async function nonRetryableIfMissing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof UnknownRecurringError) {
      throw ApplicationFailure.nonRetryable(`no recurring invoice ${error.message}`)
    }
    throw error
  }
}
