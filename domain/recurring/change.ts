import type { Rule, Timetable } from './rule.ts'
import type { RecurringState } from './state.ts'

export interface ScheduleChange {
  every?: number
  unit?: Rule['unit']
  start?: string
  day?: number
  time?: string
  end?: Rule['end'] | null
}

/** A change counts from the first occurrence that is not processed yet. */
export function changedTimetable(
  state: RecurringState,
  schedule: ScheduleChange,
  timeZone: string,
): Timetable {
  return { rule: changedRule(state, schedule), time: schedule.time ?? state.timetable.time, timeZone }
}

function changedRule({ timetable, planned, lastProcessed }: RecurringState, change: ScheduleChange): Rule {
  const { rule } = timetable
  const { end: oldEnd, ...open } = rule
  const end = change.end === undefined ? oldEnd : (change.end ?? undefined)
  const ending = end ? { end } : {}
  const { every = rule.every, unit = rule.unit, start, day } = change
  const isSame = every === rule.every && unit === rule.unit && start === undefined && day === undefined
  if (isSame) return { ...open, ...ending }
  const currentDay = rule.unit === 'week' ? undefined : (rule.day ?? Number(rule.start.slice(8)))
  const newDay = day ?? (start === undefined ? currentDay : undefined)
  return {
    every,
    unit,
    start: start ?? planned[0]?.date ?? rule.start,
    ...(newDay === undefined || unit === 'week' ? {} : { day: newDay }),
    firstNumber: lastProcessed.number + 1,
    ...ending,
  }
}
