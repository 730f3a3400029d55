import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { createAlarm } from '../alarm.ts'
import { postWebhook } from '../post-webhook.ts'
import type { Treatment } from './scenario.ts'
import type { Signer } from './signer.ts'
import { createWebhookStore, type Delivery as Kept } from './webhook-store.ts'

export type Webhooks = ReturnType<typeof createWebhooks>

/** How a webhook travels. */
export interface Delivery {
  treatment: Treatment
  /** How late it is, if it is `delayed`. */
  delayMs?: number
}

const DEFAULT_DELAYS_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000]
const TIMEOUT_MS = 10_000
const AT_ONCE = 16
/** Of a webhook that somebody kept and sends again. */
const STALE_MS = 3_600_000

/**
 * Signed webhooks, kept until the receiver took them; each try has a fresh timestamp and signature. Any
 * answer but a 2xx within ten seconds is tried again, as often as it takes.
 */
export function createWebhooks(db: DatabaseSync, signer: Signer, url: string, delays = DEFAULT_DELAYS_MS) {
  const store = createWebhookStore(db)
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
    const { body, attempts, treatment } = delivery
    const sentAt = Date.now() - (treatment === 'stale' ? STALE_MS : 0)
    // Whole seconds, as TrueLayer writes it.
    const timestamp = new Date(sentAt).toISOString().replace(/\.\d+Z$/, 'Z')
    const by = treatment === 'forged' ? 'stranger' : 'bank'
    const signature = signer.sign(new URL(url).pathname, [['X-TL-Webhook-Timestamp', timestamp]], body, by)
    const headers = {
      'content-type': 'application/json',
      'x-tl-webhook-timestamp': timestamp,
      'tl-signature': signature,
    }
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(TIMEOUT_MS)])
    const answer = await postWebhook(url, headers, body, signal)
    if (closing.signal.aborted) return
    const wait = delays[Math.min(attempts, delays.length - 1)] ?? 60_000
    store.record(delivery, answer, wait)
  }

  return {
    /** Keeps a webhook and sends it as soon as it can. */
    add(type: string, facts: object, { treatment, delayMs }: Partial<Delivery> = {}): void {
      const eventId = randomUUID()
      store.add({ type, event_id: eventId, event_version: 1, ...facts }, treatment, delayMs)
      arm()
    },
    list: () => store.list(),
    /** Delivers the event once more, now, even while others are held. Answers false for an unknown one. */
    replay(eventId: string): boolean {
      const delivery = store.find(eventId)
      if (!delivery || sending.has(eventId)) return delivery !== undefined
      store.expect(eventId)
      if (started) send(delivery)
      return true
    },
    /** Keeps deliveries back (`hold`), loses new ones (`drop`), or sends again (`no`). */
    hold(how: 'no' | 'hold' | 'drop'): void {
      store.hold(how)
      arm()
    },
    start() {
      started = true
      arm()
    },
    /** Aborts what is under way; it goes out again after the next start. */
    async close() {
      alarm.close()
      closing.abort()
      await Promise.all(sending.values())
    },
  }
}
