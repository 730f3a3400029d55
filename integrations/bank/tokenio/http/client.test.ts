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
let told: { facts: Parameters<RailLog>[0]; sentence: string }[]
beforeAll(async () => {
  const tokenio = { memberId: 'm:1', apiKey: 'the-key', webhookUrl: 'http://127.0.0.1:9/unused' }
  sandbox = await startSandbox({ ...testOptions(), tokenio })
  proxy = await startFaultyProxy(sandbox.tokenio?.url ?? '')
})
beforeEach(() => {
  told = []
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
    log: (facts, sentence) => void told.push({ facts, sentence }),
  })

function answer(status: number, body: string, times = 1): void {
  proxy.plan({ method: 'POST', path: /payments$/, times, fault: { kind: 'status', status, body } })
}

describe('what only operators can mend', () => {
  it.each([
    [403, 'PermissionDenied', 'what the member may do'],
    [422, 'FAILED_PRECONDITION', 'error code'],
  ])('is told to them when it is a %d, with what Token.io says', async (status, errorCode, sentence) => {
    const error = { errorCode, message: 'm'.repeat(1_000), tokenTraceId: 'trace-1' }
    answer(status, JSON.stringify({ error }))
    expect(await clientWith().post(PATH, BODY)).toMatchObject({ status })
    const facts = {
      status,
      method: 'POST',
      path: PATH,
      errorCode,
      message: 'm'.repeat(300),
      traceId: 'trace-1',
    }
    expect(told).toEqual([{ facts, sentence: expect.stringContaining(sentence) }])
  })

  it('is told when our signature is not accepted twice, and never the key or the payment', async () => {
    await expect(clientWith('another-key').post(PATH, BODY)).rejects.toThrow('credentials')
    expect(told).toMatchObject([{ facts: { status: 401, errorCode: 'Unauthenticated' } }])
    expect(JSON.stringify(told)).not.toMatch(/another-key|Basic|Ada/)
    told = []
    answer(401, '{}')
    await clientWith().post(PATH, BODY)
    expect(told).toEqual([])
  })

  it('is told too when it comes from somebody else on the way, whose words are left out', async () => {
    answer(403, '<h1>Blocked</h1>')
    await expect(clientWith().post(PATH, BODY)).rejects.toThrow('no error of its own')
    expect(told).toMatchObject([{ facts: { status: 403, errorCode: '', message: '' } }])
  })

  it.each([400, 404, 429, 500, 501])('is not an answer of status %d', async (status) => {
    answer(status, '{"error":{"errorCode":"X"}}')
    await clientWith()
      .post(PATH, BODY)
      .catch(() => {})
    expect(told).toEqual([])
  })
})
