import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type DemoStep, playDemo } from '../dev/stack/demo/play-demo.ts'
import type { RunningStack } from '../dev/stack/stack.ts'
import { someOf } from './support/some-of.ts'
import { startThrowawayStack } from './support/temporary-stack.ts'
import { startTestStack } from './support/test-harness.ts'

/** The nightly run compiles the servers as npm start does. */
const [startStack] = someOf([startThrowawayStack, startTestStack], 2, 1)

let stack: RunningStack
beforeAll(async () => {
  stack = await startStack!()
})
afterAll(async () => {
  await stack?.stop()
})

describe('npm start', () => {
  it('makes a person who can sign in as owner of the demo merchant', async () => {
    const { api, login } = stack.file
    const signedIn = await fetch(`${api}/sign-in`, {
      method: 'POST',
      body: new URLSearchParams(login),
      headers: { origin: api },
      redirect: 'manual',
    })
    expect(signedIn.headers.get('location')).toBe('/dashboard')
    const cookie = signedIn.headers.getSetCookie().map((line) => line.split(';')[0])
    const team = await (await fetch(`${api}/team`, { headers: { cookie: cookie.join('; ') } })).text()
    expect(team).toContain('Larkspur Studio')
    expect(team).toContain('Send the invitation')
  })

  it('accepts a logo, which another process draws', async () => {
    const { api, live_api_key: key } = stack.file
    const response = await fetch(`${api}/v1/branding/logo`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'image/svg+xml' },
      body: '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><rect width="40" height="10"/></svg>',
    })
    expect(response.status).toBe(200)
  })
})

describe('docs/quickstart.md', () => {
  it('leads from sign-up to a paid invoice by curl alone', async () => {
    const page = readFileSync(new URL('../docs/quickstart.md', import.meta.url), 'utf8')
    const blocks = [...page.matchAll(/```bash\n([^]*?)```/g)].map(([, block = '']) => block)
    const { api, inbox } = stack.file
    const script = blocks
      .join('\n')
      .replace(/^api=.*$/m, `api=${api}`)
      .replace(/^inbox=.*$/m, `inbox=${inbox}`)
    const folder = mkdtempSync(path.join(tmpdir(), 'duewell-quickstart-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    // The shell of a reader stops at no failure.
    const { stdout } = await promisify(execFile)('bash', ['-xc', script], { cwd: folder })
    for (const type of ['issued', 'sent', 'payment_settled', 'paid'])
      expect(stdout).toContain(`"type":"invoice.${type}"`)
  })
})

describe('the first requests of a page', () => {
  it.each([
    ['imports', ['"status":"review"', '"done":true']],
    ['customers', ['"email":"mary@customer.example"', '"status":"draft"', '"erased_at":"2']],
  ])('runs the first requests of docs/%s.md one after the other in a plain shell', async (name, expected) => {
    const page = readFileSync(new URL(`../docs/${name}.md`, import.meta.url), 'utf8')
    const [, script = ''] = /^```\n(curl|ID=)[^]*?(?=\n```)/m.exec(page)?.[0].split('```\n') ?? []
    const { api: API, api_key: KEY } = stack.file
    const cwd = mkdtempSync(path.join(tmpdir(), 'duewell-page-'))
    onTestFinished(() => rmSync(cwd, { recursive: true }))
    const { stdout } = await promisify(execFile)('sh', ['-c', script], {
      cwd,
      env: { ...process.env, API, KEY },
    })
    for (const one of expected) expect(stdout).toContain(one)
  })
})

describe('npm run demo', () => {
  it('plays an invoice from creation to receipt, and reports a page for each step', async () => {
    const steps: DemoStep[] = []
    await playDemo(stack.file, (step) => void steps.push(step))
    expect(steps.map(({ what }) => what)).toEqual([
      'created',
      'e-mailed',
      'opened',
      'bank chosen',
      'authorised',
      'paid',
      'receipted',
      'all of it',
    ])
    const pages = steps.filter(({ what }) => ['e-mailed', 'opened', 'receipted'].includes(what))
    for (const { where } of pages) expect((await fetch(where)).status).toBe(200)
  })
})
