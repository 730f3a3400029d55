import type { RecurringDeadline, RecurringState } from '../../domain/recurring/index.ts'
import { detailsText } from '../shared/details-text.ts'

export function describeRecurring(state: RecurringState, deadline: RecurringDeadline | undefined): string {
  const { rule, time, timeZone } = state.timetable
  const facts = [
    `**${state.status}**`,
    `every ${rule.every} ${rule.unit} from ${rule.start} at ${time} ${timeZone}`,
    `${state.issuedCount} issued`,
    state.skippedCount === 0 ? '' : `${state.skippedCount} skipped`,
    ...state.failed.map(({ number, code }) => `occurrence ${number} failed: ${code}`),
    state.pausedAt === undefined ? '' : `paused since ${new Date(state.pausedAt).toISOString()}`,
  ]
  const upcoming = deadline && { reason: `occurrence ${deadline.of}`, at: deadline.at }
  return detailsText(facts, state.testClockOffsetMs, upcoming)
}
