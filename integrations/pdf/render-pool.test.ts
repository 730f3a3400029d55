import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { PageContent } from './page-content.ts'
import { createRenderPool, type RenderPoolOptions } from './render-pool.ts'

function content(number: string, lines = 1): PageContent {
  return {
    title: number,
    date: [2026, 11, 23],
    lang: 'en',
    region: 'GB',
    heading: 'Invoice',
    number,
    preview: null,
    merchant: { name: 'Larkspur Studio', lines: ['accounts@larkspur.example'] },
    customer: { name: 'Ada Byron', lines: [] },
    billTo: 'Bill to',
    details: 'Details',
    facts: [],
    position: {
      asOf: null,
      tone: 'plain',
      state: 'Due',
      notes: [],
      amountLabel: 'Due now',
      amount: '1.00 GBP',
      sums: [],
    },
    description: 'Design',
    columns: ['Description', 'Quantity', 'Price', 'Tax', 'Amount'],
    lines: Array.from({ length: lines }, (_, i) => [`Line ${i}`, '1', '1.00', '–', '1.00']),
    totals: [],
    taxNotes: [],
    movementsTitle: '',
    movementColumns: [],
    movements: [],
    notes: [],
    footer: number,
    pageOf: 'page {page} of {pages}',
  }
}

const LONG = 2_000
const PATIENT_MS = 200_000

async function withPool(
  options: RenderPoolOptions,
  test: (pool: ReturnType<typeof createRenderPool>, pids: number[]) => Promise<void>,
): Promise<void> {
  const pids: number[] = []
  const pool = createRenderPool({ timeoutMs: PATIENT_MS, ...options, onStart: (pid) => pids.push(pid) })
  try {
    await test(pool, pids)
  } finally {
    await pool.close()
  }
}

describe('the pool of rendering processes', () => {
  it('renders a document again when its process is killed', () =>
    withPool({ size: 1 }, async (pool, pids) => {
      const rendering = pool.render(content('A', LONG))
      process.kill(pids[0] ?? 0, 'SIGKILL')
      const { pdf } = await rendering
      expect(Buffer.from(pdf).subarray(0, 5).toString()).toBe('%PDF-')
      expect(pids).toHaveLength(2)
    }))

  it('refuses a document that ends two processes, and renders the next one', () =>
    withPool({ size: 1 }, async (pool, pids) => {
      const killing = setInterval(() => {
        for (const pid of pids.slice(0, 2)) tryKill(pid)
      }, 10)
      await expect(pool.render(content('A', LONG))).rejects.toThrow(
        'the process that rendered the document ended',
      )
      clearInterval(killing)
      await pool.render(content('B'))
      expect(pids).toHaveLength(3)
    }))

  it('gives up a document that takes too long', () =>
    withPool({ size: 1, timeoutMs: 1 }, async (pool) => {
      await expect(pool.render(content('A'))).rejects.toThrow('the document took more than 1 ms')
    }))

  it('reports the error of a document, and keeps its process', () =>
    withPool({ size: 1 }, async (pool, pids) => {
      const wrong = { ...content('A'), position: { ...content('A').position, tone: 'loud' } } as unknown
      await expect(pool.render(wrong as PageContent)).rejects.toThrow(/loud/)
      await pool.render(content('B'))
      expect(pids).toHaveLength(1)
    }))

  it('renders documents that come at once in one process while none waits long', () =>
    withPool({ size: 2, patienceMs: 60_000 }, async (pool, pids) => {
      await Promise.all(['A', 'B', 'C'].map((number) => pool.render(content(number))))
      expect(pids).toHaveLength(1)
    }))

  it('starts a second process only while the first is busy, and no third', () =>
    withPool({ size: 2, patienceMs: 0 }, async (pool, pids) => {
      await pool.render(content('A'))
      await pool.render(content('B'))
      expect(pids).toHaveLength(1)
      await Promise.all(['C', 'D', 'E', 'F'].map((number) => pool.render(content(number, 50))))
      expect(pids).toHaveLength(2)
    }))

  it('ends its processes when the parent is killed', async () => {
    const script = `
      import { createRenderPool } from ${JSON.stringify(new URL('render-pool.ts', import.meta.url).href)}
      const pool = createRenderPool({ timeoutMs: ${PATIENT_MS}, onStart: (pid) => console.log(pid) })
      await pool.render(${JSON.stringify(content('A'))})
      console.log('rendered')
      setInterval(() => undefined, 1000)`
    const parent = execFile(process.execPath, ['--input-type=module-typescript', '--eval', script])
    let output = ''
    for await (const chunk of parent.stdout ?? []) {
      output += chunk
      if (output.includes('rendered')) break
    }
    parent.kill('SIGKILL')
    await once(parent, 'exit')
    const pid = Number(/^\d+/.exec(output)?.[0])
    await expect.poll(() => isRunning(pid), { timeout: 60_000 }).toBe(false)
  })

  it('does not keep a process running that has nothing else to do', async () => {
    const script = `
      import { createRenderPool } from ${JSON.stringify(new URL('render-pool.ts', import.meta.url).href)}
      const { pdf } = await createRenderPool({ timeoutMs: ${PATIENT_MS} }).render(${JSON.stringify(content('A'))})
      console.log(pdf.length > 1000)`
    const run = promisify(execFile)(process.execPath, ['--input-type=module-typescript', '--eval', script])
    expect((await run).stdout).toBe('true\n')
  })
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function tryKill(pid: number): void {
  if (isRunning(pid)) process.kill(pid, 'SIGKILL')
}
