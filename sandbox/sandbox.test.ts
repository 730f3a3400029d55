import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ServerClient } from 'postmark'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readEnvironment } from './core/environment.ts'
import { startSandbox } from './sandbox.ts'
import { eventually, serverToken, startReceiver, testOptions } from './testing.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
})
afterEach(() => rm(folder, { recursive: true }))

const mail = { From: 'a@merchant.example', To: 'ann@example.com', Subject: 'Hello', TextBody: 'Hello' }

describe('a restart', () => {
  it('keeps mails over a restart, and sends outcomes that were due before', async () => {
    const receiver = await startReceiver()
    const database = join(folder, 'sandbox.db')
    const webhookUrl = receiver.url
    const before = await startSandbox(
      testOptions({ database, postmark: { webhookUrl, deliverDelayMs: 300 } }),
    )
    const { MessageID } = await clientOf(before.postmarkUrl).sendEmail(mail)
    await before.close()

    const after = await startSandbox(testOptions({ database, postmark: { webhookUrl } }))
    const details = await clientOf(after.postmarkUrl).getOutboundMessageDetails(MessageID)
    expect(details.Subject).toBe('Hello')
    await eventually(() => receiver.received.length === 1)
    await after.close()
    await receiver.close()
  })

  it('ends a hanging connection when the sandbox closes', async () => {
    const sandbox = await startSandbox(testOptions())
    await fetch(`${sandbox.postmarkUrl}/sandbox/fail-next`, {
      method: 'POST',
      body: JSON.stringify({ operation: 'email', mode: 'timeout_after_accept' }),
    })
    const sending = clientOf(sandbox.postmarkUrl)
      .sendEmail(mail)
      .catch((error: unknown) => error)
    await eventually(async () => {
      const inbox = await fetch(`${sandbox.postmarkUrl}/inbox.json`)
      return ((await inbox.json()) as unknown[]).length === 1
    })
    await sandbox.close()
    expect(await sending).toBeInstanceOf(Error)
  })
})

it('announces no end of idle connections, because an end can reset the next request', async () => {
  const sandbox = await startSandbox(testOptions())
  expect((await fetch(`${sandbox.postmarkUrl}/inbox.json`)).headers.get('keep-alive')).toBeNull()
  await sandbox.close()
})

describe('the process', () => {
  it('prints a line when it is ready, and ends on SIGTERM', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
      env: { ...process.env, ...environment() },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exited = once(child, 'exit')
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const ready = JSON.parse(line) as Record<string, string>
    expect(ready).toMatchObject({ ready: true })
    expect((await fetch(ready['inbox'] ?? '')).status).toBe(200)
    child.kill('SIGTERM')
    expect((await exited)[0]).toBe(0)
  })

  it('names every missing variable at once', () => {
    expect(() => readEnvironment({ TRUELAYER_SIGNING_KEY: 'nonsense', SANDBOX_BANK_PORT: 'x' })).toThrow(
      /SANDBOX_BANK_PORT[^]*SANDBOX_DATABASE[^]*TRUELAYER_SIGNING_KEY:[^]*TWILIO_AUTH_TOKEN/,
    )
  })

  it('reads a key with escaped line ends and the accounts by currency', () => {
    const { bank } = readEnvironment({ ...environment(), TRUELAYER_MERCHANT_ACCOUNT_ID: 'GBP=one, EUR=two' })
    expect(bank.publicKeyPem).toContain('BEGIN PUBLIC KEY')
    expect(bank.merchantAccounts.map(({ id, currency }) => [currency, id])).toEqual([
      ['GBP', 'one'],
      ['EUR', 'two'],
    ])
  })
})

function environment(): Record<string, string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp521r1' })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return {
    SANDBOX_DATABASE: join(folder, 'sandbox.db'),
    SANDBOX_BANK_WEBHOOK_URL: 'http://127.0.0.1:9/unused',
    TRUELAYER_CLIENT_ID: 'client',
    TRUELAYER_CLIENT_SECRET: 'secret',
    TRUELAYER_KEY_ID: 'key',
    TRUELAYER_SIGNING_KEY: pem.replaceAll('\n', '\\n'),
    TRUELAYER_MERCHANT_ACCOUNT_ID: 'account',
    POSTMARK_SERVER_TOKEN: serverToken,
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'token',
  }
}

function clientOf(postmarkUrl: string): ServerClient {
  return new ServerClient(serverToken, { useHttps: false, requestHost: new URL(postmarkUrl).host })
}
