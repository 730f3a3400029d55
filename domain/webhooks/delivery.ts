export const DELIVERY_STATUSES = ['pending', 'retrying', 'succeeded', 'failed', 'cancelled'] as const
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]

export type TryFailure =
  | 'status'
  | 'redirect'
  | 'timeout'
  | 'connection_failed'
  | 'host_not_found'
  | 'address_not_allowed'

export interface Answer {
  statusCode: number | null
  failure: TryFailure | null
  body: string
  durationMs: number
}

export type DisabledReason = 'merchant' | 'gone' | 'failing'

/** An endpoint is disabled after these days without a success, if these events failed. */
export const FAILING_DAYS = 5
export const FAILED_EVENTS = 3

export type Verdict =
  | { outcome: 'succeeded' }
  | { outcome: 'retrying'; delayMs: number }
  | { outcome: 'failed'; isGone: boolean }

export function judge(
  { statusCode, failure }: Answer,
  earlierTries: number,
  delaysMs: readonly number[],
): Verdict {
  if (failure === null) return { outcome: 'succeeded' }
  const delayMs = delaysMs[earlierTries]
  const isGone = statusCode === 410
  if (isGone || failure === 'address_not_allowed' || delayMs === undefined)
    return { outcome: 'failed', isGone }
  return { outcome: 'retrying', delayMs }
}
