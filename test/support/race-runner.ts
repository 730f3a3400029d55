import { expect, vi } from 'vitest'
import { fromRow } from '../../db/invoices/event-store.ts'
import { InvoiceEventRow, PayLinkRow } from '../../db/entities/index.ts'
import {
  commandIdOf,
  fold,
  type InvoiceEvent,
  type InvoiceState,
  isLive,
} from '../../domain/invoice/index.ts'
import { invoiceWorkflowId } from '../../workflows/invoice/contract.ts'
import { control, readInvoice } from '../clients/client.ts'
import type { World } from './harness.ts'

export const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 2)
const PATIENCE = { timeout: 200_000, interval: 100 }

export async function playRounds(play: (round: number) => Promise<void>, atOnce = 4): Promise<void> {
  const failures: { round: number; error: unknown }[] = []
  let next = 0
  async function playOneAfterTheOther(): Promise<void> {
    for (let round = next++; round < ROUNDS; round = next++) {
      try {
        await play(round)
      } catch (error) {
        failures.push({ round, error })
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, playOneAfterTheOther))
  const [first] = failures
  if (!first) return
  const rounds = failures.map(({ round }) => round).join(', ')
  throw new Error(`${failures.length} of ${ROUNDS} rounds failed: ${rounds}`, { cause: first.error })
}

interface AtBank {
  id: string
  status: string
  amount_in_minor: number
  authorize_url: string | null
  request: { metadata: { invoice_id: string } }
}

export async function paymentsAtBank(world: World, invoiceId: string): Promise<AtBank[]> {
  const { payments } = await control<{ payments: AtBank[] }>(world, 'payments', 'GET')
  const listed = payments.filter((one) => one.request.metadata.invoice_id === invoiceId)
  const known = new Set(listed.map(({ id }) => id))
  const logged = await attemptsAtBank(world, invoiceId)
  return [...listed, ...logged.filter(({ id }) => !known.has(id))]
}

async function attemptsAtBank(world: World, invoiceId: string): Promise<AtBank[]> {
  const { attempts } = (await readLog(world, invoiceId)).state
  const ids = attempts.flatMap(({ providerPaymentId }) => providerPaymentId ?? [])
  return Promise.all(ids.map((id) => control<AtBank>(world, `payments/${id}`, 'GET')))
}

export async function moneyAtBank(world: World, invoiceId: string) {
  const settled = (await paymentsAtBank(world, invoiceId)).filter(({ status }) => status === 'settled')
  type Refunds = { payment_id: string; amount_in_minor: number; status: string }[]
  const { refunds } = await control<{ refunds: Refunds }>(world, 'refunds', 'GET')
  const back = refunds.filter((refund) => settled.some(({ id }) => id === refund.payment_id))
  return {
    payments: settled.length,
    came: sum(settled),
    refunds: back.length,
    askedBack: sum(back.filter(({ status }) => status !== 'failed')),
    wentBack: sum(back.filter(({ status }) => status === 'executed')),
  }
}

export async function linksOf(world: World, invoiceId: string): Promise<{ id: string; status: string }[]> {
  const rows = await world.em.fork().find(PayLinkRow, { invoiceId })
  return rows.map(({ id, status }) => ({ id, status }))
}

export async function countEvents(world: World, invoiceId: string): Promise<Record<string, number>> {
  const { events } = await readLog(world, invoiceId)
  return Object.fromEntries(
    Object.entries(Object.groupBy(events, ({ type }) => type)).map(([type, all]) => [type, all.length]),
  )
}

export async function waitUntilSettled(world: World, invoiceId: string): Promise<InvoiceState> {
  await vi.waitFor(async () => {
    const { state } = await readLog(world, invoiceId)
    expect(state.attempts.filter(isLive)).toEqual([])
    expect(state.voidRequestedAt).toBeUndefined()
    expect(state.refunds.filter((one) => one.status !== 'executed' || one.notice === 'pending')).toEqual([])
    expect(state.payments.filter(({ receipt }) => receipt === 'pending')).toEqual([])
    expect(Object.values(state.deliveries)).not.toContain('pending')
  }, PATIENCE)
  await vi.waitFor(async () => {
    const payments = await attemptsAtBank(world, invoiceId)
    expect(payments.filter(({ status }) => status !== 'settled' && status !== 'failed')).toEqual([])
  }, PATIENCE)
  return expectConsistent(world, invoiceId)
}

async function expectConsistent(world: World, invoiceId: string): Promise<InvoiceState> {
  return vi.waitFor(async () => {
    const { seqs, events, state } = await readLog(world, invoiceId)
    expect(seqs).toEqual(seqs.map((_, index) => index + 1))
    expect(repeated(events.map(({ key }) => key))).toEqual([])
    expect(repeated(events.map(identityOf))).toEqual([])
    expect(await readInvoice(world, invoiceId)).toMatchObject(shownOf(state))
    const run = world.client.workflow.getHandle(invoiceWorkflowId(invoiceId))
    const { deliveries: _, ...held } = await run.query<InvoiceState>('state')
    const { deliveries: __, ...logged } = state
    expect(held).toEqual(JSON.parse(JSON.stringify(logged)))
    return state
  }, PATIENCE)
}

async function readLog(world: World, invoiceId: string) {
  const rows = await world.em.fork().find(InvoiceEventRow, { invoiceId }, { orderBy: { seq: 'asc' } })
  const events = rows.map(fromRow)
  return { seqs: rows.map(({ seq }) => seq), events, state: fold(events) }
}

function shownOf(state: InvoiceState): object {
  return {
    status: state.status,
    number: state.number,
    amount: state.amount,
    amount_due: state.amountDue,
    amount_paid: state.amountPaid,
    amount_refunded: state.amountRefunded,
    amount_overpaid: state.amountOverpaid,
    receipt: { status: state.receipt },
    link: { status: state.link?.status },
    viewed_at: instant(state.viewedAt),
    paid_at: instant(state.paidAt),
    voided_at: instant(state.voidedAt),
    void_requested_at: instant(state.voidRequestedAt),
    payments: state.payments.map(({ id, amount, receipt }) => ({
      id,
      amount,
      receipt: { status: receipt },
    })),
    refunds: state.refunds.map(({ id, amount, status: is }) => ({ id, amount, status: is })),
  }
}

function identityOf({ type, cause, ...data }: InvoiceEvent): string {
  const ids = Object.entries(data).filter(([name]) => /Id$|^notice$|^delivery$/.test(name))
  return JSON.stringify([type, commandIdOf(cause), ...ids])
}

function repeated(values: string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index)
}

function sum(amounts: { amount_in_minor: number }[]): number {
  return amounts.reduce((total, { amount_in_minor: amount }) => total + amount, 0)
}

function instant(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString()
}
