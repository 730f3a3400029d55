import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FaultyProxy, startFaultyProxy } from '../../../../sandbox/faults/faulty-proxy.ts'
import { type Sandbox, startSandbox } from '../../../../sandbox/sandbox.ts'
import { testOptions } from '../../../../sandbox/testing.ts'
import type { RailLog } from '../../rail.ts'
import { TokenIoClient } from './client.ts'

const PATH = '/v2/payments'
const BODY = '{"initiation":{"creditor":{"name":"Ada Byron"}}}'

let sandbox: Sandbox
let proxy: FaultyProxy
let logged: { fields: Parameters<RailLog>[0]; event: string }[]
beforeAll(async () => {
  const tokenio = { memberId: 'm:1', apiKey: 'the-key', webhookUrl: 'http://127.0.0.1:9/unused' }
  sandbox = await startSandbox({ ...testOptions(), tokenio })
  proxy = await startFaultyProxy(sandbox.tokenio?.url ?? '')
})
beforeEach(() => {
  logged = []
})
afterEach(() => proxy.clear())
afterAll(async () => {
  await proxy.close()
  await sandbox.close()
})

const clientWith = (apiKey = 'the-key') =>
  new TokenIoClient({
    apiUrl: proxy.url,
    credentials: { apiKey },
    timeoutMs: 60_000,
    log: (fields, event) => void logged.push({ fields, event }),
  })

function answer(status: number, body: string, times = 1): void {
  proxy.plan({ method: 'POST', path: /payments$/, times, fault: { kind: 'status', status, body } })
}

describe("Token.io's answers for operators", () => {
  it.each([
    [403, 'PermissionDenied', 'permissions of the member'],
    [422, 'FAILED_PRECONDITION', 'error code'],
  ])('logs status %d for operators, with Token.io’s error', async (status, errorCode, hint) => {
    const error = { errorCode, message: 'm'.repeat(1_000), tokenTraceId: 'trace-1' }
    answer(status, JSON.stringify({ error }))
    expect(await clientWith().post(PATH, BODY)).toMatchObject({ status })
    const fields = {
      rail: 'tokenio',
      status,
      method: 'POST',
      path: PATH,
      errorCode,
      message: 'm'.repeat(300),
      traceId: 'trace-1',
      hint: expect.stringContaining(hint) as unknown,
    }
    expect(logged).toEqual([{ fields, event: 'rail.request_refused' }])
  })

  it('logs a second 401 for operators, without the key and the payment', async () => {
    await expect(clientWith('another-key').post(PATH, BODY)).rejects.toThrow('credentials')
    expect(logged).toMatchObject([{ fields: { status: 401, errorCode: 'Unauthenticated' } }])
    expect(JSON.stringify(logged)).not.toMatch(/another-key|Basic|Ada/)
    logged = []
    answer(401, '{}')
    await clientWith().post(PATH, BODY)
    expect(logged).toEqual([])
  })

  it('logs a 403 of a proxy for operators, without its text', async () => {
    answer(403, '<h1>Blocked</h1>')
    await expect(clientWith().post(PATH, BODY)).rejects.toThrow('without its error object')
    expect(logged).toMatchObject([{ fields: { status: 403, errorCode: '', message: '' } }])
  })

  it.each([400, 404, 429, 500, 501])('logs nothing for status %d', async (status) => {
    answer(status, '{"error":{"errorCode":"X"}}')
    await clientWith()
      .post(PATH, BODY)
      .catch(() => {})
    expect(logged).toEqual([])
  })
})
