import { pino } from 'pino'
import { beforeEach, expect, it, vi } from 'vitest'
import { TemporalUnavailableError } from '../clients/call-with-retry.ts'
import { InboundWebhookRow, PendingCommandRow } from '../db/entities/index.ts'
import type { EntityManager } from '../db/orm.ts'
import { WebhookVerificationError } from '../integrations/bank/rail.ts'
import { markUnanswered, savePending } from '../db/pending-commands.ts'
import { byMode } from '../domain/shared/mode.ts'
import { MessageNotTakenError } from '../integrations/send-outcome.ts'
import type { Rails } from '../integrations/bank/rails.ts'
import { watchDatabase } from '../clients/outages.ts'
import { createOrm } from '../db/orm.ts'
import { capturedLog } from '../test/support/captured-log.ts'
import { startDatabaseProxy } from '../test/support/database-proxy.ts'
import { useDatabase } from '../test/support/use-database.ts'
import { waitFor } from '../test/support/wait.ts'
import type { RecoveryDeps } from './deps.ts'
import { RECOVERY_JOBS, startSweeping, sweep } from './sweep.ts'

const database = useDatabase()
beforeEach(async () => {
  await database.orm.em.fork().execute('delete from inbound_webhook')
})

async function saveWebhooks(count: number): Promise<void> {
  await database.orm.em.fork().execute(
    `insert into inbound_webhook (source, mode, event_id, body, received_at)
       select 'truelayer', 'test', 'event-' || n, 'event-' || n, now() - interval '1 minute' from generate_series(1, ?) n`,
    [count],
  )
}

function railsThat(readWebhook: (body: string) => unknown): RecoveryDeps['rails'] {
  return byMode(() => ({ get: () => ({ readWebhook }) }) as unknown as Rails)
}

function depsWith(changes: Partial<RecoveryDeps> = {}) {
  const reported: string[] = []
  const readWebhook = (body: string) => {
    reported.push(body)
    return { eventId: body }
  }
  const deps: RecoveryDeps = {
    em: database.orm.em,
    temporal: { isKnown: false },
    database: { noteFailure: () => undefined },
    rails: railsThat(readWebhook),
    invoices: {} as RecoveryDeps['invoices'],
    recurring: {} as RecoveryDeps['recurring'],
    imports: {} as RecoveryDeps['imports'],
    webhooks: {} as RecoveryDeps['webhooks'],
    mails: { sendAccountMail: async () => undefined, sendMerchantNotice: async () => undefined },
    log: pino({ level: 'silent' }),
    ...changes,
  }
  return { deps, reported }
}

it('runs one query when no work is due', async () => {
  const queries: string[] = []
  const em = {
    fork() {
      const fork = database.orm.em.fork()
      const execute = async (sql: string, params?: unknown[]) => {
        queries.push(sql)
        return fork.execute(sql, params)
      }
      return { execute }
    },
  } as unknown as EntityManager
  await sweep(depsWith({ em }).deps)
  expect(queries).toHaveLength(1)
})

it('assigns each saved webhook to one of two workers that sweep at the same moment', async () => {
  await saveWebhooks(50)
  const { deps, reported } = depsWith()
  await Promise.all([sweep(deps), sweep(deps)])
  expect(reported).toHaveLength(50)
  expect(new Set(reported).size).toBe(50)
  const processed = { outcome: 'not_about_a_payment', processedAt: { $ne: null } }
  expect(await database.orm.em.fork().count(InboundWebhookRow, processed)).toBe(50)
})

it('ends with a saved webhook that cannot be read any more', async () => {
  await saveWebhooks(1)
  const readWebhook = () => {
    throw new WebhookVerificationError('unreadable')
  }
  const rails = railsThat(readWebhook)
  await sweep(depsWith({ rails }).deps)
  const processed = { outcome: 'ignored', processedAt: { $ne: null } }
  expect(await database.orm.em.fork().count(InboundWebhookRow, processed)).toBe(1)
})

it('gives up a webhook that fails for 30 days, empties its body and logs it', async () => {
  await saveWebhooks(2)
  const em = database.orm.em.fork()
  await em.execute(
    `update inbound_webhook set received_at = now() - interval '31 days' where event_id = 'event-1'`,
  )
  const rails = railsThat(() => {
    throw new Error('cannot be processed')
  })
  const { log, lines } = capturedLog()
  await sweep(depsWith({ rails, log }).deps)
  const rows = await em.find(InboundWebhookRow, {}, { orderBy: { eventId: 'asc' } })
  expect(rows.map(({ body, outcome }) => [body, outcome])).toEqual([
    ['{}', 'given_up'],
    ['event-2', null],
  ])
  expect(lines.filter(({ msg }) => msg === 'webhook.given_up')).toMatchObject([
    { source: 'truelayer', mode: 'test', eventId: 'event-1' },
  ])
})

it('leaves a webhook that the api may still be processing', async () => {
  await saveWebhooks(1)
  await database.orm.em.fork().execute(`update inbound_webhook set received_at = now() + interval '1 hour'`)
  const { deps, reported } = depsWith()
  await sweep(deps)
  expect(reported).toEqual([])
})

it('claims no row in a known outage of Temporal', async () => {
  await saveWebhooks(1)
  await sweep(depsWith({ temporal: { isKnown: true } }).deps)
  expect(await database.orm.em.fork().count(InboundWebhookRow, { lastAttemptAt: null })).toBe(1)
})

it('sends no more e-mails to people after the stop than it has begun', async () => {
  await database.orm.em.fork().execute(
    `insert into account_mail (id, kind, recipient, sealed, expires_at)
     select 'aml_' || n, 'reset', 'ada@people.example', 'sealed', now() + interval '1 hour' from generate_series(1, 30) n`,
  )
  const stopping = new AbortController()
  const begun: string[] = []
  const sendAccountMail = async (_: EntityManager, { id }: { id: string }) => {
    begun.push(id)
    stopping.abort()
    if (begun.length === 2) throw new MessageNotTakenError('status 503')
  }
  const { lines, log } = capturedLog()
  const mails = { sendAccountMail, sendMerchantNotice: async () => undefined }
  await sweep(depsWith({ mails, stopping: stopping.signal, log }).deps)
  expect(begun).toHaveLength(10)
  expect(lines).toMatchObject([{ msg: 'recovery.deferred', count: 1 }])
  await database.orm.em.fork().execute('delete from account_mail')
})

it('deletes old idempotency keys also in a known outage of Temporal', async () => {
  const em = database.orm.em.fork()
  await em.execute(
    `insert into idempotency_key (merchant_id, mode, key, request_hash, resource_id, locked_until, created_at)
     values (?, 'test', 'old', '', 'inv_1', now(), now() - interval '40 days')`,
    [database.merchantId],
  )
  await sweep(depsWith({ temporal: { isKnown: true } }).deps)
  expect(await em.execute(`select from idempotency_key where key = 'old'`)).toEqual([])
})

it('logs two lines for repeated failures and processes the webhook after the last', async () => {
  await saveWebhooks(1)
  const { lines, log } = capturedLog()
  let failures = 0
  const em = {
    fork() {
      failures += 1
      if (failures <= 5) throw new Error('a defect')
      return database.orm.em.fork()
    },
  } as unknown as EntityManager
  const { deps, reported } = depsWith({ log, em })
  const sweeping = startSweeping(deps, RECOVERY_JOBS, 5)
  await waitFor(async () => reported.length > 0)
  await sweeping.stop()
  expect(reported).toEqual(['event-1'])
  expect(lines.map(({ msg }) => msg)).toEqual(['sweep.failed', 'sweep.recovered'])
})

it('logs only the lines of the outage while the database is unavailable', async () => {
  const proxy = await startDatabaseProxy(database.url)
  const orm = await createOrm(proxy.url)
  await saveWebhooks(1)
  const { lines, log } = capturedLog()
  const watched = watchDatabase(orm.em, log, { pauseMs: 5, settleMs: 0 })
  let failures = 0
  const noteFailure = (error: unknown) => {
    failures += 1
    watched.noteFailure(error)
  }
  proxy.cut()
  const { deps, reported } = depsWith({ log, em: orm.em, database: { noteFailure } })
  const sweeping = startSweeping(deps, RECOVERY_JOBS, 5)
  await waitFor(async () => failures > 5)
  proxy.mend()
  await waitFor(async () => reported.length > 0 && !watched.isKnown)
  await Promise.all([sweeping.stop(), watched.stop()])
  await orm.close()
  await proxy.close()
  expect(lines.map(({ msg }) => msg)).toEqual(['database.unavailable', 'database.available'])
})

it('logs one line for many webhooks that fail because Temporal is unavailable', async () => {
  await saveWebhooks(30)
  const { lines, log } = capturedLog()
  const readWebhook = () => {
    throw new TemporalUnavailableError('no answer')
  }
  const rails = railsThat(readWebhook)
  await sweep(depsWith({ log, rails }).deps)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({ msg: 'recovery.deferred', count: 30 })
})

it('reloads a late recurring invoice again in the next round when its reload failed', async () => {
  await database.orm.em.fork().execute(
    `insert into recurring_invoice (id, merchant_id, mode, status, template_id, next_at)
     values ('rec_late', ?, 'test', 'active', 'none', now() - interval '1 minute')`,
    [database.merchantId],
  )
  let attempts = 0
  const reload = async () => {
    attempts += 1
    if (attempts === 1) throw new TemporalUnavailableError('no answer')
  }
  const recurring = { reload } as unknown as RecoveryDeps['recurring']
  const { deps } = depsWith({ recurring })
  await sweep(deps)
  await sweep(deps)
  expect(attempts).toBe(2)
  await sweep(deps)
  expect(attempts).toBe(2)
})

it('reloads a workflow once for all its unanswered commands, and keeps a command that still waits', async () => {
  const em = database.orm.em.fork()
  const subject = { workflow: 'invoice', id: 'inv_a', merchantId: database.merchantId } as const
  for (const id of ['cmd_1', 'cmd_2', 'cmd_3']) await savePending(em, id, subject)
  for (const id of ['cmd_1', 'cmd_2']) await markUnanswered(em, id)
  const reload = vi.fn<RecoveryDeps['invoices']['reload']>(async () => undefined)
  const invoices = { reload } as unknown as RecoveryDeps['invoices']
  const failing = { reload: async () => Promise.reject(new TemporalUnavailableError('no answer')) }
  await sweep(depsWith({ invoices: failing as unknown as RecoveryDeps['invoices'] }).deps)
  await sweep(depsWith({ invoices }).deps)
  expect(reload).toHaveBeenCalledWith({ id: 'inv_a', merchantId: database.merchantId })
  expect(await em.find(PendingCommandRow, {})).toMatchObject([{ id: 'cmd_3', isWaiting: true }])
  await em.execute(`update pending_command set sent_at = now() - interval '90 seconds'`)
  await sweep(depsWith({ invoices }).deps)
  expect(await em.count(PendingCommandRow)).toBe(0)
})
