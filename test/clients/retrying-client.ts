import { TemporalUnavailableError } from '../../clients/call-with-retry.ts'
import type { InvoiceClient } from '../../clients/invoice-client.ts'

const TRIES = 3

export async function again<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; left--) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof TemporalUnavailableError) || left === 1) throw error
    }
  }
}

export function persistent(client: InvoiceClient): InvoiceClient {
  return {
    ...client,
    start: (...args) => again(() => client.start(...args)),
    pay: (...args) => again(() => client.pay(...args)),
    command: (...args) => again(() => client.command(...args)),
    viewed: (...args) => again(() => client.viewed(...args)),
    reportPayment: (...args) => again(() => client.reportPayment(...args)),
    reportRefund: (...args) => again(() => client.reportRefund(...args)),
    requestLink: (...args) => again(() => client.requestLink(...args)),
    reportDeliveryFailure: (...args) => again(() => client.reportDeliveryFailure(...args)),
    reopenAddress: (...args) => again(() => client.reopenAddress(...args)),
  }
}
