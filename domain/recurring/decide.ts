import type { Instant } from '../shared/calendar.ts'
import { automatic, byRequest, bySchedule } from '../shared/cause.ts'
import type { ChangeCommand, RecurringCommand, RecurringRefusal, RecurringRequest } from './commands.ts'
import { decideDeadline, due } from './decide-deadline.ts'
import type { RecurringEvent } from './events.ts'
import { fold } from './evolve.ts'
import type { RecurringState } from './state.ts'

export type RecurringDecision = { events: RecurringEvent[] } | { refused: RecurringRefusal }

const MAX_RETRIES = 12

export function decide(state: RecurringState, command: RecurringCommand): RecurringDecision {
  const decision = decideAlone(state, command)
  if ('refused' in decision) return decision
  return { events: [...decision.events, ...closing(state, decision.events, command.at)] }
}

function decideAlone(state: RecurringState, command: RecurringCommand): RecurringDecision {
  switch (command.type) {
    case 'deadline':
      return { events: decideDeadline(state, command.at) }
    case 'plan': {
      const { dates, at } = command
      const first = dates.occurrences[0]?.number ?? state.lastProcessed.number + 1
      const key = `planned:${state.templateId}:${first}`
      return { events: [{ type: 'planned', key, at, cause: automatic, ...dates }] }
    }
    case 'issued':
    case 'drafted':
    case 'failed':
      return { events: decideOutcome(state, command) }
    case 'change':
    case 'pause':
    case 'resume':
    case 'skip':
    case 'end':
    case 'retry':
    case 'advance_clock':
      return decideRequest(state, command)
  }
}

function decideRequest(state: RecurringState, command: RecurringRequest): RecurringDecision {
  const { commandId, actor, at } = command
  if (state.commandIds.includes(commandId)) return { events: [] }
  const cause = actor.type === 'system' ? automatic : byRequest({ actor, commandId })
  const common = { at, cause }
  if (command.type === 'advance_clock') {
    if (state.mode === 'live') return { refused: 'live_recurring' }
    if (command.byMs < 0) return { refused: 'clock_moved_back' }
    const { byMs } = command
    return { events: [{ ...common, type: 'clock_advanced', key: `clock:${commandId}`, byMs }] }
  }
  // A failed occurrence can be retried after the end of the recurring invoice.
  if (command.type === 'retry') return decideRetry(state, command, common)
  if (state.status === 'ended') return { refused: 'recurring_ended' }
  switch (command.type) {
    case 'change':
      return decideChange(state, command, common)
    case 'pause':
      if (state.status === 'paused') return { refused: 'already_paused' }
      return { events: [{ ...common, type: 'paused', key: `paused:${commandId}` }] }
    case 'resume':
      if (state.status !== 'paused') return { refused: 'not_paused' }
      return { events: [{ ...common, type: 'resumed', key: `resumed:${commandId}` }] }
    case 'skip': {
      const next = state.planned[0]
      if (!next || (command.number ?? next.number) !== next.number) return { refused: 'not_the_next' }
      const skipped = { type: 'occurrences_skipped', first: next, last: next, reason: 'merchant' } as const
      return { events: [{ ...common, ...skipped, key: `skipped:${next.number}` }] }
    }
    case 'end':
      return { events: [{ ...common, type: 'ended', key: 'ended', reason: 'merchant' }] }
  }
}

type Common = Pick<RecurringEvent, 'at' | 'cause'>

function decideChange(state: RecurringState, command: ChangeCommand, common: Common): RecurringDecision {
  const { base, terms, newStart, today, commandId } = command
  if (base !== state.templateId) return { refused: 'changed_meanwhile' }
  const { start } = terms.rule
  if (newStart && (start < today || start <= (state.lastProcessed.date ?? '')))
    return { refused: 'starts_too_early' }
  return { events: [{ ...common, type: 'changed', key: `changed:${commandId}`, ...terms }] }
}

function decideRetry(
  state: RecurringState,
  { number, commandId }: Extract<RecurringRequest, { type: 'retry' }>,
  { at, cause }: Common,
): RecurringDecision {
  const wanted = state.failed.filter((one) => number === undefined || one.number === number)
  if (wanted.length === 0) return { refused: 'nothing_to_retry' }
  const events = wanted.slice(0, MAX_RETRIES).map((one) => {
    const attempt = one.attempt + 1
    return {
      ...due(state, one, at, state.testClockOffsetMs, attempt),
      key: `due:${one.number}:${commandId}`,
      cause,
    }
  })
  return { events }
}

type Outcome = Extract<RecurringCommand, { type: 'issued' | 'drafted' | 'failed' }>

function decideOutcome(state: RecurringState, command: Outcome): RecurringEvent[] {
  const { number, at } = command
  const one = state.due.find((candidate) => candidate.number === number)
  if (!one) return []
  const { date, attempt } = one
  const common = { at, cause: bySchedule, number } as const
  if (command.type === 'failed') {
    const { code } = command
    return [{ ...common, type: 'occurrence_failed', key: `failed:${number}:${attempt}`, attempt, code }]
  }
  const served = command.servedTo === undefined ? {} : { servedTo: command.servedTo }
  const type = command.type === 'issued' ? 'occurrence_issued' : 'occurrence_drafted'
  // Both types share one key, because an occurrence has one invoice.
  return [{ ...common, type, key: `invoice:${number}`, date, invoiceId: command.invoiceId, ...served }]
}

function closing(state: RecurringState, events: RecurringEvent[], at: Instant): RecurringEvent[] {
  const next = fold(events, state)
  const isOpen = !next.complete || next.planned.length > 0 || next.due.length > 0
  if (next.status === 'ended' || isOpen) return []
  const end = Math.max(at, ...events.map((event) => event.at))
  return [{ type: 'ended', key: 'ended', at: end, cause: bySchedule, reason: 'schedule' }]
}
