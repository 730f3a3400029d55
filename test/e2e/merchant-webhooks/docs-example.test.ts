import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { createEndpoint, sendTest } from '../../clients/webhook-client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { startReceiver } from '../../support/webhook-receiver.ts'

const world = useWorld()

interface Example {
  readEvent: (rawBody: string, headers: Record<string, string>) => { id: string }
}

it('verifies a webhook with the five lines of the documentation', async () => {
  const page = readFileSync(new URL('../../../docs/webhooks.md', import.meta.url), 'utf8')
  const code = /```js\n([^]*?)```/.exec(page)?.[1] ?? ''
  expect(code.trimEnd().split('\n').length).toBeLessThanOrEqual(5)
  const library = pathToFileURL(createRequire(import.meta.url).resolve('standardwebhooks')).href
  const folder = mkdtempSync(path.join(tmpdir(), 'duewell-docs-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'example.mjs')
  writeFileSync(file, code.replace("'standardwebhooks'", `'${library}'`))
  const { readEvent } = (await import(pathToFileURL(file).href)) as Example

  const receiver = await startReceiver()
  const { id, secret } = await createEndpoint(world, receiver.url)
  const before = process.env['WEBHOOK_SECRET']
  onTestFinished(() => {
    if (before === undefined) delete process.env['WEBHOOK_SECRET']
    else process.env['WEBHOOK_SECRET'] = before
  })
  process.env['WEBHOOK_SECRET'] = secret
  const delivery = await sendTest(world, id)
  const { text, headers } = await receiver.until('webhook_endpoint.test')
  expect(readEvent(text, headers).id).toBe(delivery.event.id)
  expect(() => readEvent(text.replace('test', 'text'), headers)).toThrow('No matching signature')
  const old = { ...headers, 'webhook-timestamp': String(Math.floor(Date.now() / 1_000) - 301) }
  expect(() => readEvent(text, old)).toThrow('too old')
})
