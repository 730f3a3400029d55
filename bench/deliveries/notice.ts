import { openReceiver } from '../../test/support/webhook-receiver.ts'
import type { Life } from '../lives/life.ts'
import { until } from '../lives/until.ts'

const PAID = 'invoice.paid'

/** Milliseconds since 1970. */
interface Arrival {
  recordedAt: number
  arrivedAt: number
}

export interface Notice {
  /** Milliseconds from the bank's settlement until the event was recorded, and until it arrived. */
  recorded: number
  arrived: number
}

export async function openPaidReceiver() {
  const arrivals = new Map<string, Arrival>()
  const receiver = await openReceiver((response) => {
    const arrivedAt = Date.now()
    response.end()
    const { type, created_at: recorded, data } = receiver.received.pop()?.body ?? {}
    const { invoice_id: id } = data ?? {}
    if (type !== PAID || typeof id !== 'string' || arrivals.has(id)) return
    arrivals.set(id, { recordedAt: Date.parse(recorded ?? ''), arrivedAt })
  })

  return {
    url: receiver.url,
    close: () => receiver.close(),
    async noticeOf({ id, approvalUrl }: Life): Promise<Notice> {
      await until(`the webhook ${PAID}`, () => Promise.resolve(arrivals.has(id)))
      const { recordedAt, arrivedAt } = arrivals.get(id) ?? { recordedAt: Number.NaN, arrivedAt: Number.NaN }
      const settledAt = await settledAtBank(approvalUrl)
      return { recorded: recordedAt - settledAt, arrived: arrivedAt - settledAt }
    },
  }
}

/** The sandbox bank sends its webhook in the millisecond of the settlement. */
async function settledAtBank(address: string): Promise<number> {
  const { origin, pathname } = new URL(address)
  const payment = pathname.split('/').at(-1) ?? ''
  const response = await fetch(`${origin}/sandbox/payments/${payment}`)
  const { settled_at: settledAt } = (await response.json()) as { settled_at?: string }
  return Date.parse(settledAt ?? '')
}
