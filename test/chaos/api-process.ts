import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createOrm, type MikroORM } from '../../db/orm.ts'
import { type InvoiceJson, invoiceBody } from '../clients/client.ts'
import { waitFor } from '../support/wait.ts'
import { useStack } from './use-stack.ts'

const PATIENT = { timeout: 900_000 }
const EQUAL_POSTS = Number(process.env['EQUAL_POSTS'] ?? 100)
const POSTS = Number(process.env['KILLED_POSTS'] ?? 5)

const stack = useStack()
let orm: MikroORM
beforeAll(async () => {
  orm = await createOrm(stack.file.database_url, 5)
  const { id } = await mustCreate(randomUUID(), 'warm.up')
  await waitFor(async () => (await read(id)).delivery.status !== 'pending')
})
afterAll(async () => {
  await orm?.close()
})

describe('equal requests', () => {
  it(`make one invoice when ${EQUAL_POSTS} arrive at once`, PATIENT, async () => {
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: EQUAL_POSTS }, () => create(key, 'equal')))
    for (const { status } of answers) expect([201, 409]).toContain(status)
    const made = new Set(answers.flatMap(({ status, json }) => (status === 201 ? [json.id] : [])))
    expect(made.size).toBe(1)
    expect(await invoicesOf('equal')).toEqual([...made])
    const again = await create(key, 'equal')
    expect([again.status, again.replayed, again.json.id]).toEqual([201, 'true', [...made][0]])
  })
})

describe('a kill of the api', () => {
  it('makes each invoice once when it hits many requests', PATIENT, async () => {
    const keys = Array.from({ length: POSTS }, () => randomUUID())
    const nameOf = (n: number) => `many.${n}`
    let answered = 0
    const first = keys.map(async (key, n) => {
      await create(key, nameOf(n)).catch(() => undefined)
      answered += 1
    })
    await waitFor(async () => answered >= POSTS / 4, { pauseMs: 1 })
    await killApi()
    await Promise.all(first)
    const made = await Promise.all(keys.map((key, n) => mustCreate(key, nameOf(n))))
    for (const [n, { id }] of made.entries()) expect(await invoicesOf(nameOf(n))).toEqual([id])
    expect(new Set(made.map(({ number }) => number)).size).toBe(POSTS)
    for (const { id } of made) {
      await waitFor(async () => (await read(id)).delivery.status === 'delivered')
      expect(await countEvents(id, 'issued')).toBe(1)
    }
    for (let n = 0; n < POSTS; n++) expect(await mailsTo(nameOf(n))).toBe(1)
  })

  it('leaves one invoice when it comes between the creation and the answer', PATIENT, async () => {
    const key = randomUUID()
    const release = await lockNumbers()
    const lost = create(key, 'between').catch(() => undefined)
    const [id] = await waitFor(async () => {
      const found = await invoicesOf('between')
      return found.length > 0 && found
    })
    await killApi(release)
    expect(await lost).toBeUndefined()
    const again = await mustCreate(key, 'between')
    expect(again.id).toBe(id)
    expect(await invoicesOf('between')).toEqual([id])
    await waitFor(async () => (await read(again.id)).delivery.status === 'delivered')
    expect([await countEvents(again.id, 'issued'), await mailsTo('between')]).toEqual([1, 1])
  })

  it('records one payment when it comes between the command and the answer', PATIENT, async () => {
    const { id } = await mustCreate(randomUUID(), 'payment')
    await waitFor(async () => (await read(id)).delivery.status === 'delivered')
    const key = randomUUID()
    const pay = () => send('POST', `/v1/invoices/${id}/payments`, { amount: 500, method: 'cash' }, key)
    process.kill(stack.file.pids['worker'] ?? 0, 'SIGSTOP')
    const lost = pay().catch(() => undefined)
    try {
      await waitFor(async () => (await rows('select id from pending_command where subject_id = ?', id)) > 0)
      await killApi()
    } finally {
      process.kill(stack.file.pids['worker'] ?? 0, 'SIGCONT')
    }
    expect(await lost).toBeUndefined()
    const answer = await patiently(pay, key)
    expect([answer.status, answer.json.amount_paid]).toEqual([201, 500])
    expect((await read(id)).payments.map(({ amount }) => amount)).toEqual([500])
    const replayed = await pay()
    expect([replayed.replayed, replayed.json.payments]).toEqual(['true', answer.json.payments])
  })
})

describe('SIGTERM to the api', () => {
  it('lets a request end, closes its connection, takes no other, and then ends', PATIENT, async () => {
    const release = await lockNumbers()
    const running = create(randomUUID(), 'drained')
    await waitFor(async () => (await invoicesOf('drained')).length > 0)
    const pid = stack.file.pids['api'] ?? 0
    process.kill(pid, 'SIGTERM')
    await waitFor(async () =>
      fetch(`${stack.file.api}/healthz`, { headers: { connection: 'close' } }).then(
        () => false,
        () => true,
      ),
    )
    await release()
    const { status, json, connection } = await running
    expect([status, json.status, connection]).toEqual([201, 'sent', 'close'])
    await waitFor(async () => logOf('api').includes('api.stopped'))
    expect(logOf('api')).not.toContain('api.stopped_with_open_requests')
    await restartApi()
  })
})

async function lockNumbers(): Promise<() => Promise<void>> {
  const em = orm.em.fork()
  await em.begin()
  await em.execute('select last from number_sequence for update')
  let isHeld = true
  const release = async () => {
    if (isHeld) await em.rollback()
    isHeld = false
  }
  onTestFinished(release)
  return release
}

async function killApi(beforeRestart?: () => Promise<void>): Promise<void> {
  process.kill(stack.file.pids['api'] ?? 0, 'SIGKILL')
  await beforeRestart?.()
  await restartApi()
  await orm.em.fork().execute(`update idempotency_key set locked_until = now() - interval '1 second'
    where response_status is null`)
}

async function restartApi(): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      stack.file.pids['api'] = await stack.restart('api')
      return
    } catch (error) {
      if (tries === 50) throw error
      await wait(200)
    }
  }
}

function logOf(part: string): string[] {
  const lines = readFileSync(path.join(stack.logs, `${part}.log`), 'utf8').split('\n')
  return lines.map((line) => /"msg":"([^"]*)/.exec(line)?.[1] ?? line)
}

const addressOf = (name: string) => `${name}@customer.example`

async function create(key: string, name: string) {
  const body = invoiceBody({ customer: { name: 'Ada Byron', email: addressOf(name) } })
  return send('POST', '/v1/invoices', body, key)
}

async function mustCreate(key: string, name: string): Promise<InvoiceJson> {
  return (await patiently(() => create(key, name), key)).json
}

async function patiently(request: () => ReturnType<typeof send>, key: string) {
  const answer = await waitFor(async () => {
    const one = await request().catch(() => undefined)
    return one && ![409, 503].includes(one.status) && one
  })
  if (answer.status >= 300) throw new Error(`${key}: ${answer.status} ${JSON.stringify(answer.json)}`)
  return answer
}

async function send(method: string, target: string, body?: object, key?: string) {
  const response = await fetch(`${stack.file.api}${target}`, {
    method,
    headers: {
      authorization: `Bearer ${stack.file.api_key}`,
      'content-type': 'application/json',
      ...(key ? { 'idempotency-key': key } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return {
    status: response.status,
    json: (await response.json()) as InvoiceJson,
    replayed: response.headers.get('idempotency-replayed'),
    connection: response.headers.get('connection'),
  }
}

async function read(id: string): Promise<InvoiceJson> {
  return (await send('GET', `/v1/invoices/${id}`)).json
}

async function rows(sql: string, ...values: string[]): Promise<number> {
  return (await orm.em.fork().execute<object[]>(sql, values)).length
}

async function countEvents(id: string, type: string): Promise<number> {
  return rows('select id from invoice_event where invoice_id = ? and type = ?', id, type)
}

async function invoicesOf(name: string): Promise<string[]> {
  const sql = 'select id from invoice where customer_email = ?'
  return (await orm.em.fork().execute<{ id: string }[]>(sql, [addressOf(name)])).map(({ id }) => id)
}

async function mailsTo(name: string): Promise<number> {
  const response = await fetch(`${stack.file.inbox}.json?to=${encodeURIComponent(addressOf(name))}`)
  return ((await response.json()) as unknown[]).length
}
