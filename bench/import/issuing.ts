import { setTimeout as wait } from 'node:timers/promises'
import type { StackFile } from '../../dev/stack/file.ts'
import { callApi } from '../lives/steps.ts'
import { csvRows } from './file.ts'

export type Merchant = Pick<StackFile, 'api' | 'api_key'>

/** Returns seconds. */
export async function issue(stack: Merchant, rows: number): Promise<{ seconds: number; read: number }> {
  const tag = `b${rows}.${Date.now()}`
  const begun = performance.now()
  const { id } = await request(stack, 'POST', '', [...csvRows(rows, tag)].join(''))
  await until(stack, id, 'review')
  const read = (performance.now() - begun) / 1_000
  const confirmed = performance.now()
  await request(stack, 'POST', `/${id}/confirm`, JSON.stringify({ parse_version: 1 }))
  await until(stack, id, 'completed')
  return { seconds: (performance.now() - confirmed) / 1_000, read }
}

/** Returns the milliseconds of each request. */
export async function timeOneByOne(
  ask: () => Promise<unknown>,
  { until: signal, count = Number.POSITIVE_INFINITY }: { until?: AbortSignal; count?: number },
): Promise<number[]> {
  const times: number[] = []
  const isOver = () => signal?.aborted ?? false
  while (!isOver() && times.length < count) {
    const begun = performance.now()
    await ask()
    times.push(performance.now() - begun)
    await wait(250)
  }
  return times
}

/** Without `send`, creates a draft. */
export async function createInvoice(
  { api, api_key: key }: Merchant,
  send: { send?: 'now' },
): Promise<string> {
  const invoice = {
    customer: { name: 'Ada Byron', email: 'ada@customer.example' },
    currency: 'GBP',
    amount: 12_500,
    description: 'Consulting',
    due_date: new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10),
    ...send,
  }
  const { id } = (await callApi({ api, key }, '/v1/invoices', JSON.stringify(invoice))) as { id: string }
  return id
}

/** The invoice must be issued. */
export async function readDocument({ api, api_key: key }: Merchant, id: string): Promise<void> {
  const response = await fetch(`${api}/v1/invoices/${id}/pdf`, {
    headers: { authorization: `Bearer ${key}` },
  })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`the PDF answers ${response.status}`)
}

export function p95(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? 0
}

async function until(stack: Merchant, id: string, wanted: string): Promise<void> {
  for (;;) {
    const { status } = await request(stack, 'GET', `/${id}/progress`)
    if (status === wanted) return
    if (status === 'refused') throw new Error('the file was refused')
    await wait(200)
  }
}

async function request(stack: Merchant, method: string, path: string, body?: string) {
  const type = path === '' ? 'text/csv' : 'application/json'
  const response = await fetch(`${stack.api}/v1/imports${path}`, {
    method,
    headers: { authorization: `Bearer ${stack.api_key}`, 'content-type': type },
    ...(body === undefined ? {} : { body }),
  })
  if (!response.ok) throw new Error(`${method} ${path} answers ${response.status}`)
  return (await response.json()) as { id: string; status: string }
}
