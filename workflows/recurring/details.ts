import type { RecurringDeadline, RecurringState } from '../../domain/recurring/index.ts'

export function describeRecurring(state: RecurringState, deadline: RecurringDeadline | undefined): string {
  const { rule, time, timeZone } = state.timetable
  const next = deadline
    ? `occurrence ${deadline.of} at ${new Date(deadline.at).toISOString()}`
    : 'nothing by itself'
  const facts = [
    `**${state.status}**`,
    `every ${rule.every} ${rule.unit} from ${rule.start} at ${time} ${timeZone}`,
    `${state.issuedCount} issued`,
    state.skippedCount === 0 ? '' : `${state.skippedCount} skipped`,
    ...state.failed.map(({ number, code }) => `occurrence ${number} failed: ${code}`),
    state.pausedAt === undefined ? '' : `paused since ${new Date(state.pausedAt).toISOString()}`,
    state.testClockOffsetMs === 0
      ? ''
      : `clock ahead by ${Math.round(state.testClockOffsetMs / 3_600_000)} h`,
  ]
  return `${facts.filter(Boolean).join(', ')}. Next: ${next}.`
}
