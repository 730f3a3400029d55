import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { createAlarm } from '../alarm.ts'
import { all, first, run } from '../sqlite.ts'
import type { Signer } from './signer.ts'

export interface Delivery {
  event_id: string
  type: string
  payment_id: string
  body: string
  state: 'pending' | 'delivered' | 'dropped'
  attempts: number
  last_status: number | null
  due_at: number | null
}

export type Webhooks = ReturnType<typeof createWebhooks>

const DEFAULT_DELAYS_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000]
const TIMEOUT_MS = 10_000

/** Signed webhooks, kept until the receiver took them; each try has a fresh timestamp and signature. */
export function createWebhooks(db: DatabaseSync, signer: Signer, url: string, delays = DEFAULT_DELAYS_MS) {
  db.exec(`
    create table if not exists bank_webhook (
      event_id text primary key, type text not null, payment_id text not null, body text not null, state text not null,
      attempts integer not null default 0, last_status integer, due_at integer)`)
  const closing = new AbortController()
  const sending = new Map<string, Promise<void>>()
  let started = false
  let held: 'no' | 'hold' | 'drop' = 'no'

  const alarm = createAlarm(
    () => (held === 'no' ? (due(Number.MAX_SAFE_INTEGER, 1)[0]?.due_at ?? undefined) : undefined),
    () => {
      for (const delivery of due(Date.now(), 50)) start(delivery)
    },
  )
  const arm = () => {
    if (started) alarm.arm()
  }

  function due(until: number, limit: number): Delivery[] {
    const busy = JSON.stringify([...sending.keys()])
    return all<Delivery>(
      db,
      `select * from bank_webhook where due_at <= $until and event_id not in (select value from json_each($busy))
       order by due_at, rowid limit $limit`,
      { until, limit, busy },
    )
  }

  function start(delivery: Delivery): void {
    const sent = send(delivery).finally(() => {
      sending.delete(delivery.event_id)
      arm()
    })
    sending.set(delivery.event_id, sent)
  }

  async function send({ event_id: id, body, attempts }: Delivery): Promise<void> {
    const status = await post(body)
    if (closing.signal.aborted) return
    const taken = status !== null && status >= 200 && status < 300
    const wait = delays[Math.min(attempts, delays.length - 1)] ?? 60_000
    run(
      db,
      `update bank_webhook set attempts = attempts + 1, last_status = $status, state = $state, due_at = $due
       where event_id = $id`,
      { id, status, state: taken ? 'delivered' : 'pending', due: taken ? null : Date.now() + wait },
    )
  }

  async function post(body: string): Promise<number | null> {
    const timestamp = new Date().toISOString()
    const signature = signer.sign(new URL(url).pathname, [['X-TL-Webhook-Timestamp', timestamp]], body)
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-tl-webhook-timestamp': timestamp,
          'tl-signature': signature,
        },
        body,
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      })
      await response.arrayBuffer()
      return response.status
    } catch {
      return null
    }
  }

  return {
    add(type: string, paymentId: string, facts: object): void {
      const eventId = randomUUID()
      const body = JSON.stringify({
        type,
        event_id: eventId,
        event_version: 1,
        payment_id: paymentId,
        ...facts,
      })
      run(
        db,
        `insert into bank_webhook (event_id, type, payment_id, body, state, due_at)
         values ($eventId, $type, $paymentId, $body, $state, $due)`,
        {
          eventId,
          type,
          paymentId,
          body,
          state: held === 'drop' ? 'dropped' : 'pending',
          due: held === 'drop' ? null : Date.now(),
        },
      )
      arm()
    },
    list: () => all<Delivery>(db, 'select * from bank_webhook order by rowid desc limit 500'),
    /** Delivers it once more, now. Answers false for an unknown event. */
    replay(eventId: string): boolean {
      const delivery = first<Delivery>(db, 'select * from bank_webhook where event_id = $eventId', {
        eventId,
      })
      if (delivery) {
        run(db, "update bank_webhook set state = 'pending', due_at = $now where event_id = $eventId", {
          now: Date.now(),
          eventId,
        })
        arm()
      }
      return delivery !== undefined
    },
    /** Keeps new deliveries back, or loses them, until released. */
    hold(how: 'no' | 'hold' | 'drop'): void {
      held = how
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
