import type { DatabaseSync } from 'node:sqlite'
import { createAlarm } from '../../core/due-timer.ts'
import { postWebhook } from '../../core/post-webhook.ts'
import type { DeliveryMode } from '../model/scenario.ts'
import { createWebhookStore, type Delivery as Kept, type WebhookEvent } from '../store/webhook-store.ts'

export type Webhooks = ReturnType<typeof createWebhooks>

export interface Delivery {
  deliveryMode: DeliveryMode
  delayMs?: number
}

const DEFAULT_DELAYS_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000]
const TIMEOUT_MS = 10_000
const AT_ONCE = 16

export interface WebhookOptions {
  table: Parameters<typeof createWebhookStore>[1]
  urlOf: (paymentId: string) => string
  headersOf: (delivery: Pick<Kept, 'body' | 'type' | 'deliveryMode' | 'payment_id'>) => Record<string, string>
  retryDelaysMs?: readonly number[] | undefined
}

export function createWebhooks(db: DatabaseSync, options: WebhookOptions) {
  const { urlOf, headersOf, retryDelaysMs: delays = DEFAULT_DELAYS_MS } = options
  const store = createWebhookStore(db, options.table)
  const closing = new AbortController()
  const sending = new Map<string, Promise<void>>()
  let started = false

  const alarm = createAlarm(
    () => (store.held() === 'no' ? (nextDue(1, Number.MAX_SAFE_INTEGER)[0]?.due_at ?? undefined) : undefined),
    () => {
      for (const delivery of nextDue(AT_ONCE - sending.size, Date.now())) send(delivery)
    },
  )
  const arm = () => {
    if (started) alarm.arm()
  }

  function nextDue(count: number, until: number): Kept[] {
    return sending.size < AT_ONCE ? store.due(count, until, [...sending.keys()]) : []
  }

  function send(delivery: Kept): void {
    const sent = attempt(delivery).finally(() => {
      sending.delete(delivery.event_id)
      arm()
    })
    sending.set(delivery.event_id, sent)
  }

  async function attempt(delivery: Kept): Promise<void> {
    const { body, attempts } = delivery
    const headers = { 'content-type': 'application/json', ...headersOf(delivery) }
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(TIMEOUT_MS)])
    const answer = await postWebhook(urlOf(delivery.payment_id), headers, body, signal)
    if (closing.signal.aborted) return
    const wait = delays[Math.min(attempts, delays.length - 1)] ?? 60_000
    store.record(delivery, answer, wait)
  }

  return {
    add(event: WebhookEvent, { deliveryMode, delayMs }: Partial<Delivery> = {}): void {
      store.add(event, deliveryMode, delayMs)
      arm()
    },
    list: () => store.list(),
    clear: () => store.clear(),
    replay(eventId: string): boolean {
      const delivery = store.find(eventId)
      if (!delivery || sending.has(eventId)) return delivery !== undefined
      store.expect(eventId)
      if (started) send(delivery)
      return true
    },
    hold(how: 'no' | 'hold' | 'drop'): void {
      store.hold(how)
      arm()
    },
    start() {
      started = true
      arm()
    },
    async close() {
      alarm.close()
      closing.abort()
      await Promise.all(sending.values())
    },
  }
}
