import { TemporalUnavailableError } from '../../clients/call-with-retry.ts'
import type { InvoiceClient } from '../../clients/invoice-client.ts'

const TRIES = 3

/** Repeats a call, because Temporal may answer too late on a busy machine. */
export async function again<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; left--) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof TemporalUnavailableError) || left === 1) throw error
    }
  }
}

/** Wraps an invoice client and repeats calls that Temporal did not answer in time. */
export function persistent(referee: InvoiceClient): InvoiceClient {
  return {
    ...referee,
    issue: (...args) => again(() => referee.issue(...args)),
    pay: (...args) => again(() => referee.pay(...args)),
    command: (...args) => again(() => referee.command(...args)),
    viewed: (...args) => again(() => referee.viewed(...args)),
    reportPayment: (...args) => again(() => referee.reportPayment(...args)),
    reportRefund: (...args) => again(() => referee.reportRefund(...args)),
    requestLink: (...args) => again(() => referee.requestLink(...args)),
    reportDeliveryFailure: (...args) => again(() => referee.reportDeliveryFailure(...args)),
  }
}
