import { mkdtempSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { seed } from '../../dev/seed.ts'
import { startStack } from '../../dev/stack.ts'
import { csvRows } from './file.ts'
import { measureFloor } from './floor.ts'
const dir = mkdtempSync(path.join(tmpdir(), 'duewell-bench-'))
chmodSync(dir, 0o755)
const ports = Object.fromEntries(
  [
    'API_PORT',
    'WORKER_PORT',
    'SANDBOX_BANK_PORT',
    'SANDBOX_POSTMARK_PORT',
    'SANDBOX_TWILIO_PORT',
    'POSTGRES_PORT',
    'TEMPORAL_PORT',
    'TEMPORAL_UI_PORT',
  ].map((n, i) => [n, String(24100 + i)]),
)
const stack = await startStack({ dir, environment: { ...process.env, ...ports, LOG_LEVEL: 'warn' } })
try {
  const f = stack.file
  const N = Number(process.env.N ?? 2000)
  console.log('floor', (await measureFloor(f.temporal_address, N)).toFixed(0))
  const other = await seed(f.database_url)
  const create = async () => {
    const t = performance.now()
    const r = await fetch(`${f.api}/v1/invoices`, {
      method: 'POST',
      headers: { authorization: `Bearer ${other.api_key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        customer: { name: 'A', email: `a${Math.random()}@x.example` },
        currency: 'GBP',
        amount: 100,
        description: 'd',
        due_date: new Date(Date.now() + 86400000 * 20).toISOString().slice(0, 10),
        send: 'now',
      }),
    })
    await r.text()
    if (r.status !== 201) console.log(r.status)
    return performance.now() - t
  }
  const p95 = (a: number[]) => a.toSorted((x, y) => x - y)[Math.floor(a.length * 0.95)]!
  for (let i = 0; i < 20; i++) await create()
  const idle: number[] = []
  for (let i = 0; i < 60; i++) {
    idle.push(await create())
    await wait(20)
  }
  console.log(
    'idle p50/p95',
    p95(idle.map((x) => x)).toFixed(0),
    idle.toSorted((a, b) => a - b)[30]!.toFixed(0),
  )
  const auth = { authorization: `Bearer ${f.api_key}` }
  const t0 = performance.now()
  const up = (await (
    await fetch(`${f.api}/v1/imports`, {
      method: 'POST',
      headers: { ...auth, 'content-type': 'text/csv' },
      body: [...csvRows(N, 'x')].join(''),
    })
  ).json()) as any
  let s = up
  while (s.state === 'reading') {
    await wait(50)
    s = await (await fetch(`${f.api}/v1/imports/${up.id}`, { headers: auth })).json()
  }
  console.log('read', (performance.now() - t0) | 0, JSON.stringify(s.rows))
  await fetch(`${f.api}/v1/imports/${up.id}/confirm`, {
    method: 'POST',
    headers: { ...auth, 'content-type': 'application/json' },
    body: '{}',
  })
  const t1 = performance.now()
  const during: number[] = []
  let done = false
  const loop = (async () => {
    while (!done) {
      during.push(await create())
      await wait(20)
    }
  })()
  let last = 0
  for (;;) {
    const p = (await (await fetch(`${f.api}/v1/imports/${up.id}/progress`, { headers: auth })).json()) as any
    if (performance.now() - last > 2000) {
      console.log(((performance.now() - t1) / 1000).toFixed(1), p.issued, p.mailed, p.delivered, p.rate)
      last = performance.now()
    }
    if (p.done) break
    await wait(100)
  }
  const secs = (performance.now() - t1) / 1000
  done = true
  await loop
  console.log(
    'issued',
    N,
    'in',
    secs.toFixed(1),
    's',
    (N / secs).toFixed(0),
    '/s; create p50/p95 during',
    during.toSorted((a, b) => a - b)[during.length >> 1]!.toFixed(0),
    p95(during).toFixed(0),
    during.length,
  )
} finally {
  await stack.stop()
}
process.exit(0)
