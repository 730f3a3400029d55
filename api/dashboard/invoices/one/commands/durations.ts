import { DAY_MS, HOUR_MS } from '../../../../../domain/shared/durations.ts'

const UNITS = [
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', 60_000],
] as const

/** Writes a length of time by its largest unit, such as `an hour` or `3 days`. Takes milliseconds. */
export function durationText(ms: number): string {
  for (const [unit, length] of UNITS) {
    const number = Math.round(ms / length)
    if (number >= 2) return `${number} ${unit}s`
    if (number === 1) return `${unit === 'hour' ? 'an' : 'a'} ${unit}`
  }
  return 'less than a minute'
}
