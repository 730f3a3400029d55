import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { at, type Server } from './lives/dialects.ts'
import { percentile } from './lives/figures.ts'
import { table, verdict } from './lives/report.ts'
import { runOnStacks, say, type Side } from './lives/run.ts'
import { checkout, count } from './lives/settings.ts'
import { runBatch } from './lives/side.ts'
import { callApi, newInvoice } from './lives/steps.ts'

const P50_AIM = { is: 'at most', bound: 2 } as const
const DRAFT_AIM = { is: 'at most', bound: 0 } as const
const ANSWER_MS = 120_000
const LATER_MS = 60_000
const POLL_MS = 500
const AT_ONCE = 4

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    creates: { type: 'string', default: '200' },
    'warm-up': { type: 'string', default: '20' },
  },
})
const against = checkout(values.against, process.env)
const creates = count('creates', values.creates)
const warmUp = count('warm-up', values['warm-up'])

interface Answer {
  ms: number
  status: string
  invoice: unknown
}

await runOnStacks({ against }, async (sides) => {
  const reports: string[] = []
  for (const side of sides) reports.push(await measure(side))
  return reports.join('\n')
})

async function measure({ name, server }: Side): Promise<string> {
  say(`${name}: ${warmUp} lives to warm up, then ${creates} creates at once`)
  await runBatch(server, { lives: warmUp, atOnce: AT_ONCE })
  const answers = await Promise.all(Array.from({ length: creates }, () => create(server)))
  const seconds = answers.map(({ ms }) => ms / 1_000)
  const p50 = percentile(seconds, 50)
  const statuses = Map.groupBy(answers, ({ status }) => status)
  const created = Map.groupBy(statuses.get('201') ?? [], ({ invoice }) => statusOf(server, invoice))
  const drafts = (created.get('draft') ?? []).map(({ invoice }) =>
    String(at(invoice, server.dialect.invoice.id)),
  )
  const rows = [
    ['create p50', p50.toFixed(2), 's', name === 'ours' ? verdict(p50, P50_AIM, 0) : ''],
    ['create p95', percentile(seconds, 95).toFixed(2), 's'],
    ['create, the slowest', Math.max(...seconds).toFixed(2), 's'],
    ...[...created]
      .filter(([status]) => status !== 'draft')
      .map(([status, some]) => [`answered as ${status}`, String(some.length)]),
    [
      'answered as draft',
      String(drafts.length),
      '',
      name === 'ours' ? verdict(drafts.length, DRAFT_AIM, 0) : '',
    ],
    [`a draft ${LATER_MS / 1_000} s later`, String(await stillDrafts(server, drafts))],
    ...[...statuses]
      .filter(([status]) => status !== '201')
      .map(([status, some]) => [`answered ${status}, MISSED`, String(some.length)]),
  ]
  return table([[name, '', '', 'aim'], ...rows])
}

async function create(server: Server): Promise<Answer> {
  const { dialect, api, key } = server
  const { body } = newInvoice(server)
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const begun = performance.now()
  try {
    const signal = AbortSignal.timeout(ANSWER_MS)
    const response = await fetch(`${api}${dialect.create.path}`, { method: 'POST', headers, body, signal })
    const invoice: unknown = await response.json()
    return { ms: performance.now() - begun, status: String(response.status), invoice }
  } catch (error) {
    const status = error instanceof Error ? error.name : 'without a response'
    return { ms: performance.now() - begun, status, invoice: undefined }
  }
}

async function stillDrafts(server: Server, ids: readonly string[]): Promise<number> {
  const deadline = performance.now() + LATER_MS
  let left = [...ids]
  while (left.length > 0 && performance.now() < deadline) {
    await wait(POLL_MS)
    const issued = new Set<string>()
    for (const id of left) {
      const invoice = await callApi(server, server.dialect.read(id))
      if (statusOf(server, invoice) !== 'draft') issued.add(id)
    }
    left = left.filter((id) => !issued.has(id))
  }
  return left.length
}

function statusOf({ dialect }: Server, invoice: unknown): string {
  return String(at(invoice, dialect.invoice.status))
}
