import type { Instant } from '../../domain/shared/calendar.ts'
import { HOUR_MS } from '../../domain/shared/durations.ts'

interface Upcoming {
  reason: string
  at: Instant
}

/** Leaves out empty facts. */
export function detailsText(
  facts: readonly string[],
  testClockOffsetMs: number,
  upcoming: Upcoming | undefined,
): string {
  const clock = testClockOffsetMs === 0 ? '' : `clock ahead by ${Math.round(testClockOffsetMs / HOUR_MS)} h`
  const next = upcoming ? `${upcoming.reason} at ${new Date(upcoming.at).toISOString()}` : 'nothing by itself'
  return `${[...facts, clock].filter(Boolean).join(', ')}. Next: ${next}.`
}
