import type { Server } from '../lives/dialects.ts'
import { inParallel } from '../lives/in-parallel.ts'
import { until } from '../lives/until.ts'
import { type Answer, type PlayedInvoice, playInvoice } from './invoice.ts'

const POINTS = [
  'sent',
  'sent',
  'viewed',
  'viewed',
  'pressed',
  'pressed',
  'approved',
  'paid',
  'creating',
  'pressing',
] as const
type Point = (typeof POINTS)[number]

export interface InFlight {
  all: PlayedInvoice[]
  sent: PlayedInvoice[]
  viewed: PlayedInvoice[]
  pressed: PlayedInvoice[]
  inProgress: { step: string; work: Promise<Answer> }[]
}

const AT_ONCE = 8

export async function bringInFlight(server: Server, count: number): Promise<InFlight> {
  const played = Array.from({ length: count }, (_, index) => ({
    point: POINTS[index % POINTS.length] ?? 'sent',
    invoice: playInvoice(server),
  }))
  const prepared = played.filter(({ point }) => point !== 'creating')
  await inParallel({ count: prepared.length, atOnce: AT_ONCE }, async (index) => {
    const one = prepared[index]
    if (one) await prepare(one.invoice, one.point)
  })
  const at = (point: Point) => played.filter((one) => one.point === point).map(({ invoice }) => invoice)
  await Promise.all(at('paid').map((invoice) => done('approving', invoice.approve())))
  await untilPaid(at('paid'))
  const inProgress = [
    ...at('approved').map((invoice) => ({ step: 'approvals', work: invoice.approve() })),
    ...at('creating').map((invoice) => ({ step: 'creations', work: invoice.create() })),
    ...at('pressing').map((invoice) => ({ step: 'presses', work: invoice.press() })),
  ]
  await Promise.race(inProgress.map(({ work }) => work))
  const all = played.map(({ invoice }) => invoice)
  return { all, sent: at('sent'), viewed: at('viewed'), pressed: at('pressed'), inProgress }
}

async function prepare(invoice: PlayedInvoice, point: Point): Promise<void> {
  await done('creating', invoice.create())
  await until('an e-mail', async () => (await invoice.subjects()).length > 0)
  if (point === 'sent') return
  await done('viewing', invoice.view())
  if (point === 'pressed' || point === 'approved' || point === 'paid') await done('pressing', invoice.press())
}

async function untilPaid(invoices: readonly PlayedInvoice[]): Promise<void> {
  await Promise.any(
    invoices.map((invoice) => until('a payment', async () => (await invoice.read()).status === 'paid')),
  )
}

async function done(step: string, work: Promise<Answer>): Promise<void> {
  const { isDone, status } = await work
  if (!isDone) throw new Error(`${step} was answered ${status}`)
}
