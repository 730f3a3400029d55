import { MAX_CC } from '../../../../domain/customer/customer.ts'
import { LIMITS } from '../../../../domain/invoice/limits.ts'
import { MOST_STEPS } from '../../../../domain/invoice/messages/reminder-plan.ts'
import { CHANNELS } from '../../../../domain/invoice/types.ts'
import type { FieldError } from '../../../http/errors/problem.ts'

/** The schema judges shorter lists, and names the other mistakes with them. */
export function oversizedFields(body: unknown): FieldError[] {
  const { customer, lines, discounts, charges, deliver, metadata, reminders } = (body ?? {}) as Record<
    string,
    unknown
  >
  const count = (value: unknown) =>
    typeof value === 'object' && value !== null ? Object.keys(value).length : 0
  const { cc } = (customer ?? {}) as Record<string, unknown>
  const { steps } = (reminders ?? {}) as Record<string, unknown>
  const limits: [pointer: string, value: unknown, max: number, tolerated?: number][] = [
    ['/customer/cc', cc, MAX_CC],
    ['/lines', lines, LIMITS.lines, LIMITS.lines],
    ['/discounts', discounts, LIMITS.adjustments],
    ['/charges', charges, LIMITS.adjustments],
    ['/deliver', deliver, CHANNELS.length],
    ['/metadata', metadata, 20, 20],
    ['/reminders/steps', steps, MOST_STEPS],
  ]
  const tooLong = limits
    .filter(([, value, max, tolerated = 10 * max]) => count(value) > tolerated)
    .map(([pointer, , max]) => ({ pointer, detail: `must have at most ${max} entries` }))
  const adjustments = mostAdjusted(lines).length > 10 * LIMITS.adjustments ? [ADJUSTED] : []
  return [...tooLong, ...adjustments].map((error) => ({ ...error, code: 'too_many' }))
}

const ADJUSTED = {
  pointer: '/lines',
  detail: `must have at most ${LIMITS.adjustments} discounts and ${LIMITS.adjustments} charges in each line`,
}

/** Returns the longest list of discounts or charges of a line. */
function mostAdjusted(lines: unknown): unknown[] {
  if (!Array.isArray(lines)) return []
  const lists = (lines as unknown[]).slice(0, LIMITS.lines).flatMap((one) => {
    const { discounts, charges } = (one ?? {}) as Record<string, unknown>
    return [discounts, charges].filter((list) => Array.isArray(list)) as unknown[][]
  })
  return lists.reduce((most, list) => (list.length > most.length ? list : most), [])
}
