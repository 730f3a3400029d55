import { setTimeout as wait } from 'node:timers/promises'
import { playLife } from '../lives/life.ts'
import { usageOf } from '../lives/processes.ts'
import type { Server } from '../lives/dialects.ts'
import { createKeyPair, signWebhook } from './signing.ts'

const POLL_MS = 10
const LIMIT_MS = 60_000

type RequestFigures = Record<'genuine' | 'forged', number>

export interface Sender {
  measure(calls: number): Promise<RequestFigures>
}

export async function createSender(server: Server, bank: string): Promise<Sender> {
  await playLife(server)
  const { webhooks } = await readJson<{ webhooks: { event_id: string }[] }>(`${bank}/sandbox/webhooks`)
  const eventId = webhooks[0]?.event_id
  const jku = `${bank}/.well-known/jwks`
  const { keys } = await readJson<{ keys: { kid: string }[] }>(jku)
  const kid = keys[0]?.kid
  if (!eventId || !kid) throw new Error('the sandbox bank has no webhook or no key')
  const { privateKey: key } = createKeyPair()

  return {
    async measure(calls) {
      const genuine = await cpuOf(calls, replay)
      return { genuine, forged: await cpuOf(calls, forge) }
    },
  }

  async function cpuOf(calls: number, send: () => Promise<void>): Promise<number> {
    const before = usageOf(server.pids.api).cpuSeconds
    for (let sent = 0; sent < calls; sent += 1) await send()
    return ((usageOf(server.pids.api).cpuSeconds - before) * 1_000) / calls
  }

  async function replay(): Promise<void> {
    const before = await attempts()
    await fetch(`${bank}/sandbox/webhooks/${eventId}/replay`, { method: 'POST' })
    const deadline = performance.now() + LIMIT_MS
    while ((await attempts()) === before) {
      if (performance.now() > deadline) throw new Error('the bank did not repeat its webhook')
      await wait(POLL_MS)
    }
  }

  async function attempts(): Promise<number> {
    const listed = await readJson<{ webhooks: { event_id: string; attempts: number }[] }>(
      `${bank}/sandbox/webhooks`,
    )
    return listed.webhooks.find((webhook) => webhook.event_id === eventId)?.attempts ?? 0
  }

  async function forge(): Promise<void> {
    const { path, headers, body } = signWebhook({ key, kid: kid ?? '', jku })
    const response = await fetch(`${server.api}${path}`, { method: 'POST', headers, body })
    await response.body?.cancel()
    if (response.status !== 401) throw new Error(`a forged webhook is answered ${response.status}`)
  }
}

async function readJson<T>(address: string): Promise<T> {
  return (await (await fetch(address)).json()) as T
}
