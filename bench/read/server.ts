import { createSecretKey, randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { createApp } from '../../api/app.ts'
import type { ApiDeps } from '../../api/deps.ts'
import { createMetrics } from '../../api/http/metrics/metrics.ts'
import { createApiKey } from '../../db/api-keys.ts'
import { createOrm } from '../../db/orm.ts'
import { byMode } from '../../domain/shared/mode.ts'
import type { Person } from '../../identity/identity.ts'

export interface ReadServer {
  get(path: string, options?: { first?: boolean }): Promise<{ ms: number; text: string }>
  countLines(path: string): Promise<number>
  close(): Promise<void>
}

export async function startReadServer(database: string, merchantId: string): Promise<ReadServer> {
  const orm = await createOrm(database)
  const reader = { name: 'bench', scopes: ['read'] } as const
  const { key } = await createApiKey(orm.em.fork(), { merchantId, mode: 'test' }, reader, { type: 'system' })
  const deps = {
    em: orm.em,
    database: { noteFailure: () => undefined },
    rails: byMode(() => ({ ids: [] })),
    previewRails: { ids: [] },
    publicUrl: 'http://127.0.0.1',
    linkKeys: [{ kid: 'k1', secret: createSecretKey(randomBytes(32)) }],
    channels: byMode(() => ['email']),
    twilioWebhook: byMode(() => undefined),
    postmarkWebhook: byMode(() => ({ user: '', password: '' })),
    metrics: createMetrics(orm.em),
    identity: { personOf: async () => ownerOf(merchantId) },
    background: new Set(),
    log: pino({ level: 'error' }, process.stderr),
  } as unknown as ApiDeps
  const started = Promise.withResolvers<AddressInfo>()
  const server = serve({ fetch: createApp(deps).fetch, port: 0, hostname: '127.0.0.1' }, started.resolve)
  const { port } = await started.promise
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })

  function send(path: string, onChunk: (chunk: Buffer) => 'go on' | 'stop'): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    const begun = performance.now()
    const options = { agent, port, path: encodeURI(path), headers: { authorization: `Bearer ${key}` } }
    request(options, (response) => {
      let ms: number | undefined
      const finish = () => resolve(ms ?? performance.now() - begun)
      if (response.statusCode !== 200) reject(new Error(`${path} answers ${response.statusCode}`))
      response.on('data', (chunk: Buffer) => {
        ms ??= performance.now() - begun
        if (onChunk(chunk) === 'go on') return
        finish()
        response.destroy()
      })
      response.once('end', finish)
      response.once('error', reject)
    })
      .once('error', reject)
      .end()
    return promise
  }

  const connections = () =>
    new Promise<number>((resolve, reject) =>
      server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    )

  return {
    async get(path, { first = false } = {}) {
      const chunks: Buffer[] = []
      const ms = await send(path, (chunk) => {
        chunks.push(chunk)
        return first ? 'stop' : 'go on'
      })
      if (first) while ((await connections()) > 0) await wait(2)
      return { ms, text: Buffer.concat(chunks).toString() }
    },
    async countLines(path) {
      let lines = 0
      await send(path, (chunk) => {
        for (const byte of chunk) if (byte === 0x0a) lines += 1
        return 'go on'
      })
      return lines
    },
    async close() {
      agent.destroy()
      await new Promise((resolve) => server.close(resolve))
      await orm.close()
    },
  }
}

/** The session is not read, which takes the same time among any number of invoices. */
function ownerOf(merchantId: string): Person {
  return {
    personId: 'per_1',
    sessionId: 'ses_1',
    name: 'Ada Byron',
    email: 'ada@merchant.example',
    isTwoFactorOn: false,
    merchantId,
    merchantName: 'Merchant 0',
    merchantStatus: 'approved',
    merchantTimeZone: 'Europe/London',
    role: 'owner',
    isRenewalDue: false,
  }
}
