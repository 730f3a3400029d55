import { commandIdOf } from '../shared/cause.ts'
import type { RecurringEvent, Terms } from './events.ts'
import { type RecurringState, INITIAL } from './state.ts'

function evolve(state: RecurringState, event: RecurringEvent): RecurringState {
  const next = { ...apply(state, event), seq: state.seq + 1 }
  const commandId = commandIdOf(event.cause)
  if (commandId === undefined || next.commandIds.includes(commandId)) return next
  return { ...next, commandIds: [...next.commandIds, commandId] }
}

export function fold(events: readonly RecurringEvent[], from: RecurringState = INITIAL): RecurringState {
  return events.reduce(evolve, from)
}

function apply(state: RecurringState, event: RecurringEvent): RecurringState {
  switch (event.type) {
    case 'created':
      return { ...withTerms(state, event), mode: event.mode }
    case 'changed':
      return withTerms(state, event)
    case 'planned':
      return { ...state, planned: [...state.planned, ...event.occurrences], complete: event.complete }
    case 'paused':
      return { ...state, status: 'paused', pausedAt: event.at }
    case 'resumed': {
      const { pausedAt: _, ...rest } = state
      return { ...rest, status: 'active', resumedAt: event.at }
    }
    case 'ended': {
      const { pausedAt: _, ...rest } = state
      return {
        ...rest,
        status: 'ended',
        endedAt: event.at,
        endedBy: event.reason,
        planned: [],
        complete: true,
      }
    }
    case 'clock_advanced': {
      const jump = { from: event.at, to: event.at + event.byMs }
      const open = state.jumps.filter(({ to }) => to >= (state.planned[0]?.at ?? 0))
      return { ...state, testClockOffsetMs: state.testClockOffsetMs + event.byMs, jumps: [...open, jump] }
    }
    case 'occurrence_due':
    case 'occurrence_issued':
    case 'occurrence_drafted':
    case 'occurrence_failed':
    case 'occurrences_skipped':
      return evolveOccurrence(state, event)
    case 'merchant_notified':
    case 'merchant_notification_failed':
      return { ...state, notices: state.notices.filter(({ id }) => id !== event.notice) }
  }
}

function withTerms(state: RecurringState, terms: Terms): RecurringState {
  const { templateId, rule, time, timeZone, catchUp, occurrences: planned, complete } = terms
  return { ...state, templateId, timetable: { rule, time, timeZone }, catchUp, planned, complete }
}

type OccurrenceEvent = Extract<RecurringEvent, { type: `occurrence${string}` }>

function evolveOccurrence(state: RecurringState, event: OccurrenceEvent): RecurringState {
  switch (event.type) {
    case 'occurrence_due': {
      const { number, date, until, plannedAt: at, attempt, templateId, testClockOffsetMs } = event
      const rule = state.failed.find((one) => one.number === number)?.rule ?? state.timetable.rule
      return {
        ...withProcessed(state, number, date),
        due: [...state.due, { number, date, until, at, attempt, templateId, testClockOffsetMs, rule }],
        failed: state.failed.filter((one) => one.number !== number),
      }
    }
    case 'occurrence_issued':
    case 'occurrence_drafted': {
      const { number, date, invoiceId, servedTo } = event
      const issued = { number, date, invoiceId, ...(servedTo === undefined ? {} : { servedTo }) }
      return {
        ...state,
        due: state.due.filter((one) => one.number !== number),
        failed: state.failed.filter((one) => one.number !== number),
        issuedCount: state.issuedCount + 1,
        last: state.last && state.last.number > number ? state.last : issued,
      }
    }
    case 'occurrence_failed': {
      const { number, attempt, code } = event
      const tried = state.due.find((one) => one.number === number)
      if (!tried) return state
      const { date, until, at, rule } = tried
      return {
        ...state,
        due: state.due.filter((one) => one.number !== number),
        failed: [...state.failed, { number, date, until, at, rule, attempt, code }],
        notices: [...state.notices, { id: `failed:${number}:${attempt}`, number, code }],
      }
    }
    case 'occurrences_skipped': {
      const { first, last } = event
      const skippedCount = state.skippedCount + last.number - first.number + 1
      return { ...withProcessed(state, last.number, last.date), skippedCount }
    }
  }
}

function withProcessed(state: RecurringState, number: number, date: string): RecurringState {
  if (number <= state.lastProcessed.number) return state
  return {
    ...state,
    lastProcessed: { number, date },
    planned: state.planned.filter((one) => one.number > number),
  }
}
