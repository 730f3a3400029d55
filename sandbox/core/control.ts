import { Hono } from 'hono'
import { faultModes, type Fault, type FaultMode, type Faults } from '../faults/faults.ts'
import type { SandboxEnv } from '../faults/inject-fault.ts'
import type { Provider, Webhook, Webhooks } from './webhooks.ts'

export interface ControlDeps {
  provider: Provider
  operations: readonly string[]
  faults: Faults
  webhooks?: Webhooks
  reset: () => void
}

export function createControl({
  provider,
  operations,
  faults,
  webhooks,
  reset,
}: ControlDeps): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()

  app.get('/fail-next', (c) => c.json({ faults: faults.list(provider) }))
  app.post('/fail-next', async (c) => {
    const fault = readFault(await c.req.json().catch(() => undefined), operations)
    if (typeof fault === 'string') return c.json({ error: fault }, 400)
    faults.plan(provider, fault)
    return c.json({ faults: faults.list(provider) }, 201)
  })
  app.delete('/fail-next', (c) => {
    faults.clear(provider)
    return c.body(null, 204)
  })

  if (webhooks) addWebhookRoutes(app, provider, webhooks)

  app.post('/reset', (c) => {
    faults.clear(provider)
    webhooks?.clear(provider)
    webhooks?.hold(provider, 'no')
    reset()
    return c.body(null, 204)
  })
  return app
}

function addWebhookRoutes(app: Hono<SandboxEnv>, provider: Provider, webhooks: Webhooks): void {
  app.get('/webhooks', (c) => c.json({ webhooks: webhooks.list(provider).map(presentWebhook) }))
  app.post('/webhooks/hold', async (c) => {
    const { drop = false } = await c.req.json<{ drop?: boolean }>().catch(() => ({ drop: false }))
    webhooks.hold(provider, drop ? 'drop' : 'hold')
    return c.body(null, 204)
  })
  app.post('/webhooks/release', (c) => {
    webhooks.hold(provider, 'no')
    return c.body(null, 204)
  })
  app.post('/webhooks/:id/replay', (c) => {
    const known = webhooks.replay(provider, Number(c.req.param('id')))
    return known ? c.json({ replayed: true }, 202) : c.json({ error: 'no such webhook' }, 404)
  })
}

function readFault(body: unknown, operations: readonly string[]): Fault | string {
  if (typeof body !== 'object' || body === null) return 'a JSON object is expected'
  const {
    operation,
    mode = 'status',
    status = 500,
    error_code = null,
    times = 1,
  } = body as Record<string, unknown>
  const named = mode === 'reset' ? 'reset_after_accept' : mode
  if (typeof operation !== 'string' || !operations.includes(operation)) {
    return `operation must be one of: ${operations.join(', ')}`
  }
  if (!isFaultMode(named)) return `mode must be one of: ${faultModes.join(', ')}`
  if (!isInteger(status, 400, 599)) return 'status must be an integer from 400 to 599'
  if (!isInteger(times, 1, 1_000_000)) return 'times must be a positive integer'
  if (error_code !== null && !isInteger(error_code, 0, 999_999)) return 'error_code must be an integer'
  return { operation, mode: named, status, error_code, times }
}

function isFaultMode(mode: unknown): mode is FaultMode {
  return faultModes.some((known) => known === mode)
}

function isInteger(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
}

function presentWebhook(webhook: Webhook): object {
  const { url, body, next_attempt_at: next, ...rest } = webhook
  return { ...rest, url: url.replace(/\/\/[^@/]*@/, '//***@'), next_attempt_at: next && new Date(next), body }
}
