import type { DatabaseSync } from 'node:sqlite'
import { createAlarm } from './due-timer.ts'
import { postWebhook } from './post-webhook.ts'
import { all, run } from './sqlite.ts'

export type Provider = 'postmark' | 'twilio' | 'tokenio'
type HoldMode = 'hold' | 'drop' | 'no'

interface NewWebhook {
  provider: Provider
  topic: string
  url: string
  headers: Record<string, string>
  body: string
  retryDelaysMs: readonly number[]
}

export interface Webhook extends Omit<NewWebhook, 'headers' | 'retryDelaysMs'> {
  id: number
  state: 'pending' | 'delivered' | 'failed'
  attempts: number
  last_status: number | null
  last_error: string | null
  next_attempt_at: number | null
  created_at: string
}

export interface Webhooks {
  send(webhook: NewWebhook): void
  list(provider: Provider): Webhook[]
  replay(provider: Provider, id: number): boolean
  hold(provider: Provider, mode: HoldMode): void
  clear(provider: Provider): void
  start(): void
  close(): Promise<void>
}

interface WebhookRow extends Webhook {
  headers: string
  retry_delays: string
}

const concurrent = 16
const timeoutMs = 10_000

export function createWebhooks(database: DatabaseSync): Webhooks {
  database.exec(`
    create table if not exists sandbox_webhook (
      id integer primary key autoincrement, provider text not null, topic text not null, url text not null,
      headers text not null, body text not null, retry_delays text not null, state text not null,
      attempts integer not null, last_status integer, last_error text, next_attempt_at integer,
      created_at text not null);
    create index if not exists sandbox_webhook_due on sandbox_webhook (next_attempt_at)
      where next_attempt_at is not null;
    create table if not exists sandbox_webhook_hold (provider text primary key, mode text not null)`)
  const posting = new Map<number, Promise<void>>()
  const closing = new AbortController()
  let started = false

  function nextDueAt(): number | undefined {
    if (posting.size >= concurrent) return undefined
    return dueFirst(1, Number.MAX_SAFE_INTEGER)[0]?.next_attempt_at ?? undefined
  }

  function dueFirst(count: number, until: number): WebhookRow[] {
    return all<WebhookRow>(
      database,
      `select * from sandbox_webhook where next_attempt_at <= $until
         and id not in (select value from json_each($posting))
         and provider not in (select provider from sandbox_webhook_hold where mode = 'hold')
       order by next_attempt_at, id limit $count`,
      { until, count, posting: JSON.stringify([...posting.keys()]) },
    )
  }

  function postDue(): void {
    for (const webhook of dueFirst(concurrent - posting.size, Date.now())) {
      const posted = attempt(webhook).finally(() => {
        posting.delete(webhook.id)
        alarm.arm()
      })
      posting.set(webhook.id, posted)
    }
  }

  async function attempt(webhook: WebhookRow): Promise<void> {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)])
    const answer = await postWebhook(webhook.url, JSON.parse(webhook.headers), webhook.body, signal)
    if (closing.signal.aborted) return
    const delays = JSON.parse(webhook.retry_delays) as number[]
    const taken = answer.status !== null && answer.status >= 200 && answer.status < 300
    // Postmark sends no retry after a 403: https://postmarkapp.com/developer/webhooks/webhooks-overview
    const wait = taken || answer.status === 403 ? undefined : delays[webhook.attempts]
    run(
      database,
      `update sandbox_webhook set state = $state, attempts = attempts + 1, last_status = $status,
         last_error = $error, next_attempt_at = $next where id = $id`,
      {
        id: webhook.id,
        state: taken ? 'delivered' : wait === undefined ? 'failed' : 'pending',
        status: answer.status,
        error: answer.error,
        next: wait === undefined ? null : Date.now() + wait,
      },
    )
  }

  const alarm = createAlarm(nextDueAt, postDue)
  const armIfStarted = (): void => {
    if (started) alarm.arm()
  }
  return {
    send: (webhook) => {
      if (isDropping(database, webhook.provider)) return
      run(
        database,
        `insert into sandbox_webhook (provider, topic, url, headers, body, retry_delays, state, attempts,
           next_attempt_at, created_at)
         values ($provider, $topic, $url, $headers, $body, $delays, 'pending', 0, $now, $createdAt)`,
        {
          provider: webhook.provider,
          topic: webhook.topic,
          url: webhook.url,
          body: webhook.body,
          headers: JSON.stringify(webhook.headers),
          delays: JSON.stringify(webhook.retryDelaysMs),
          now: Date.now(),
          createdAt: new Date().toISOString(),
        },
      )
      armIfStarted()
    },
    list: (provider) =>
      all<Webhook>(
        database,
        `select id, provider, topic, url, body, state, attempts, last_status, last_error, next_attempt_at,
           created_at from sandbox_webhook where provider = $provider order by id desc limit 500`,
        { provider },
      ),
    replay: (provider, id) => {
      const { changes } = run(
        database,
        `update sandbox_webhook set state = 'pending', next_attempt_at = $now
           where id = $id and provider = $provider`,
        { id, provider, now: Date.now() },
      )
      armIfStarted()
      return changes === 1
    },
    hold: (provider, mode) => {
      run(database, 'insert or replace into sandbox_webhook_hold values ($provider, $mode)', {
        provider,
        mode,
      })
      armIfStarted()
    },
    clear: (provider) =>
      void run(database, 'delete from sandbox_webhook where provider = $provider', { provider }),
    start: () => {
      started = true
      alarm.arm()
    },
    close: async () => {
      alarm.close()
      closing.abort()
      await Promise.all(posting.values())
    },
  }
}

function isDropping(database: DatabaseSync, provider: Provider): boolean {
  const held = all(
    database,
    `select 1 from sandbox_webhook_hold where provider = $provider and mode = 'drop'`,
    {
      provider,
    },
  )
  return held.length > 0
}
