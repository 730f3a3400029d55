import type { Rail } from '../../../domain/invoice/index.ts'
import type { RailLog, RefusedPayment } from '../rail.ts'

interface InvalidRequest {
  rail: Rail
  attemptId: string
  reason: string
  /** The rail's words about the request. */
  detail: string
}

export function refuseInvalidRequest(
  log: RailLog | undefined,
  { detail, ...facts }: InvalidRequest,
): RefusedPayment {
  log?.({ ...facts, detail: detail.slice(0, 300) }, 'rail.request_invalid', 'warn')
  return { outcome: 'refused', reason: facts.reason, isRequestInvalid: true }
}
