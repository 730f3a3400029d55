import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { PaymentAttemptRow } from '../../../db/entities/index.ts'
import { OUTCOMES, REFUND_OUTCOMES, type Scenario, TREATMENTS } from '../../../sandbox/bank/model/scenario.ts'
import type { PlannedFault } from '../../../sandbox/faults/faulty-proxy.ts'
import { type BankSide, controlBank } from '../../support/rail-fixtures.ts'
import {
  command,
  call,
  createInvoice,
  type InvoiceJson,
  pressPay,
  readInvoice,
} from '../../clients/client.ts'
import { goThroughBank } from '../../support/bank-page-driver.ts'
import { reconcile } from '../../clients/reconciliation-client.ts'
import { SEED } from '../../support/seed.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { waitFor } from '../../support/wait.ts'

const PAYMENTS = Number(process.env['PAYMENTS'] ?? 6)
const AT_ONCE = 12
const LONG = { timeoutMs: 100_000 + PAYMENTS * 1_000 }

const world = useOwnWorld({ faultyWay: true })
beforeAll(async () => {
  const iban = { type: 'iban', iban: 'DE89370400440532013000', holder: 'Larkspur Studio' }
  await call(world, 'PUT', '/v1/payout_accounts/EUR', iban)
})

type Rail = BankSide['rail']

const WAYS = [
  { currency: 'GBP', rail: 'truelayer', bank: 'sandbox-pebble', other: 'sandbox-harbour' },
  { currency: 'EUR', rail: 'truelayer', bank: 'sandbox-dijkbank', other: 'sandbox-lindenkasse' },
  { currency: 'EUR', rail: 'tokenio', bank: 'sandbox-lindenkasse', other: 'sandbox-dijkbank' },
  { currency: 'DKK', rail: 'tokenio', bank: 'sandbox-klitbanken', other: 'sandbox-aabankhus' },
] as const

interface Trial {
  way: (typeof WAYS)[number]
  amount: number
  scenario: Scenario
  decision: 'authorise' | 'reject' | 'leave'
  fault: PlannedFault | null
  meanwhile: 'nothing' | 'pays_cash' | 'void' | 'other_bank'
  after: 'nothing' | 'pays_cash' | 'refund_part' | 'refund_all' | 'refund_overpayment'
}

const keys = <K extends string>(choices: Record<K, unknown>) => Object.keys(choices) as K[]

const PAYMENT = /^\/v\d\/payments$/
const ONE_PAYMENT = /^\/v\d\/payments\/[^/]+$/
const REFUND = /\/refunds$/
const REQUESTS = [
  { method: 'POST', path: PAYMENT },
  { method: 'GET', path: ONE_PAYMENT },
  { method: 'GET', path: PAYMENT },
  { method: 'POST', path: REFUND },
  { method: 'GET', path: /\/refunds\/[^/]+$/ },
  { method: 'POST', path: /\/actions\/cancel$/ },
  { method: 'DELETE', path: ONE_PAYMENT },
  { method: 'POST', path: /^\/connect\/token$/ },
]

const trial: fc.Arbitrary<Trial> = fc.record({
  way: fc.constantFrom(...WAYS),
  amount: fc.integer({ min: 2_000, max: 90_000 }),
  scenario: fc.record({
    bank: fc.constantFrom('settles' as const, ...keys(OUTCOMES)),
    webhook: fc.constantFrom('delivered' as const, ...keys(TREATMENTS)),
    refund: fc.constantFrom(...keys(REFUND_OUTCOMES)),
    settle_after_seconds: fc.constantFrom(0, 0.3),
    delay_seconds: fc.constantFrom(0, 0.3),
  }),
  decision: fc.constantFrom('authorise', 'authorise', 'authorise', 'authorise', 'reject', 'leave'),
  fault: fc.option(
    fc
      .record({
        request: fc.constantFrom(...REQUESTS),
        fault: fc.oneof(
          fc.record({
            kind: fc.constant('status' as const),
            status: fc.constantFrom(401, 403, 409, 422, 429, 500, 503),
          }),
          fc.record({
            kind: fc.constantFrom('hang' as const, 'drop' as const, 'cut' as const, 'garbage' as const),
          }),
          fc.constant({ kind: 'rewrite' as const, rewrite: withNews }),
        ),
      })
      .map(({ request, fault }) => ({ ...request, fault })),
    { freq: 4 },
  ),
  meanwhile: fc.constantFrom('nothing', 'nothing', 'nothing', 'pays_cash', 'void', 'other_bank'),
  after: fc.constantFrom('nothing', 'pays_cash', 'refund_part', 'refund_all', 'refund_overpayment'),
})

function withNews(json: unknown): unknown {
  const body = json as Record<string, unknown>
  Object.assign((body['payment'] as object | undefined) ?? body, { status: 'a_new_word', aNewField: [1] })
  return json
}

const SETTLED: Trial = {
  way: WAYS[0],
  amount: 12_500,
  scenario: { bank: 'settles', webhook: 'delivered', refund: 'executes' },
  decision: 'authorise',
  fault: null,
  meanwhile: 'nothing',
  after: 'refund_part',
}
const CERTAIN: Trial[] = [
  SETTLED,
  { ...SETTLED, scenario: { bank: 'settles_later', settle_after_seconds: 5 }, after: 'pays_cash' },
]

describe('payments with random faults', () => {
  it(
    `balances the money of ${PAYMENTS} payments between banks and invoices, seed ${SEED}`,
    { timeout: 1_800_000 },
    async () => {
      const queue = fc.sample(trial, { numRuns: PAYMENTS - CERTAIN.length, seed: SEED })
      const invoices: string[] = []
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (let next = queue.pop(); next; next = queue.pop()) invoices.push(await play(next))
        }),
      )
      for (const rail of ['truelayer', 'tokenio'] as const) world.proxies?.[rail].clear()
      for (const certain of CERTAIN) invoices.push(await play(certain))
      expect(invoices).toHaveLength(PAYMENTS)

      await untilBanksAreDone()
      await Promise.all(invoices.map(readAtBanks))
      const atBank = await moneyAtBanks()
      const takenBack = new Set(
        (await paymentsAtBanks())
          .filter(({ status }) => status === 'INITIATION_REJECTED')
          .map((p) => p.invoiceId),
      )
      for (const id of invoices) {
        if (!takenBack.has(id)) expect(await sumsOf(id)).toEqual({ id, ...(atBank.get(id) ?? NOTHING) })
      }
      await untilAllReported(invoices)
      const total = { in: 0, out: 0, onInvoices: 0, overpayment: 0, refunded: 0 }
      for (const id of invoices) {
        const bank = atBank.get(id) ?? NOTHING
        const sums = await sumsOf(id)
        expect(sums).toEqual({ id, ...bank })
        const invoice = await readInvoice(world, id)
        total.in += bank.in
        total.out += bank.out
        total.onInvoices += onInvoice(invoice)
        total.overpayment += invoice.amount_overpaid
        total.refunded += sums.out
        atBank.delete(id)
      }
      expect([...atBank.keys()]).toEqual([])
      const cash = await cashOf(invoices)
      expect(total.in + cash).toBe(total.onInvoices + total.overpayment + total.refunded)
      expect(Object.entries({ ...total, cash }).filter(([, sum]) => sum === 0)).toEqual([])
    },
  )
})

async function play({ way, amount, scenario, decision, fault, meanwhile, after }: Trial): Promise<string> {
  const { id, link } = await createInvoice(world, { amount, currency: way.currency })
  const url = link?.url ?? ''
  if (fault) world.proxies?.[way.rail].plan(fault)
  const location = await waitFor(async () => {
    const pressed = await pressPay(url, way.bank)
    return pressed.status === 303 && paymentOf(pressed.location) !== '' && pressed.location
  })
  await controlBank(world, way.rail, `payments/${paymentOf(location)}/scenario`, 'POST', scenario)
  if (meanwhile === 'void') await command(world, id, 'void')
  if (meanwhile === 'pays_cash') await payCash(id, amount)
  if (meanwhile === 'other_bank') {
    const second = await pressPay(url, way.other)
    if (paymentOf(second.location) !== '') await goThroughBank(second.location).catch(() => undefined)
  }
  await goThroughBank(location, decision).catch(() => undefined)
  if (after === 'pays_cash') await payCash(id, amount)
  else if (after !== 'nothing') {
    if (way.currency === 'GBP') await untilSaid(id, paymentOf(location))
    const invoice = await readInvoice(world, id)
    if (after === 'refund_overpayment') await command(world, id, 'refunds', { overpayment: true })
    else if (invoice.amount_overpaid === 0) {
      const part = after === 'refund_all' ? invoice.amount_paid : Math.ceil(invoice.amount_paid / 3)
      if (part > 0) await command(world, id, 'refunds', { amount: part })
    }
  }
  return id
}

async function untilSaid(id: string, payment: string): Promise<void> {
  await waitFor(async () => {
    const { status } = await controlBank(world, 'truelayer', `payments/${payment}`, 'GET')
    return status === 'settled' || status === 'failed' || status === 'authorizing'
  })
  await command(world, id, 'clock', { advance: 'PT0S' })
}

function paymentOf(location: string): string {
  return decodeURIComponent(/\/(?:authorize|session)\/([^?/]+)/.exec(location)?.[1] ?? '')
}

async function payCash(id: string, amount: number): Promise<void> {
  await command(world, id, 'payments', {
    amount,
    method: 'cash',
    paid_on: new Date().toISOString().slice(0, 10),
  })
}

interface PaymentAtBank {
  id: string
  rail: Rail
  status: string
  invoiceId: string
  amount: number
  isOwnAccount: boolean
  atBank: string | undefined
}

async function paymentsAtBanks(): Promise<PaymentAtBank[]> {
  const { payments } = (await controlBank(world, 'truelayer', 'payments?limit=10000', 'GET')) as {
    payments: {
      id: string
      status: string
      amount_in_minor: number
      request: { metadata: { invoice_id: string }; payment_method: { beneficiary: { type: string } } }
    }[]
  }
  const { payments: others } = (await controlBank(world, 'tokenio', 'payments?limit=10000', 'GET')) as {
    payments: {
      id: string
      status: string
      bankPaymentStatus?: string
      initiation: { callbackState: string; amount: { value: string } }
    }[]
  }
  const attempts = await world.em.fork().findAll(PaymentAttemptRow)
  const ownerOf = new Map(attempts.map(({ id, invoiceId }) => [id, invoiceId]))
  return [
    ...payments.map(({ id, status, amount_in_minor: amount, request }) => ({
      id,
      rail: 'truelayer' as const,
      status,
      invoiceId: request.metadata.invoice_id,
      amount,
      isOwnAccount: request.payment_method.beneficiary.type === 'external_account',
      atBank: undefined,
    })),
    ...others.map(({ id, status, bankPaymentStatus, initiation }) => ({
      id,
      rail: 'tokenio' as const,
      status,
      invoiceId: ownerOf.get(initiation.callbackState) ?? initiation.callbackState,
      amount: Number(initiation.amount.value.replace('.', '')),
      isOwnAccount: true,
      atBank: bankPaymentStatus,
    })),
  ]
}

async function untilBanksAreDone(): Promise<void> {
  await waitFor(async () => {
    const payments = await paymentsAtBanks()
    const { refunds } = (await controlBank(world, 'truelayer', 'refunds?limit=10000', 'GET')) as {
      refunds: { status: string; next_step_at: string | null }[]
    }
    const moving = payments.filter(({ status, isOwnAccount, atBank }) =>
      isOwnAccount
        ? ['authorized', 'INITIATION_PROCESSING'].includes(status) ||
          (status === 'INITIATION_COMPLETED' && atBank !== 'ACCC')
        : ['authorized', 'executed'].includes(status),
    )
    return moving.length === 0 && refunds.every((refund) => refund.next_step_at === null)
  }, LONG)
}

async function readAtBanks(id: string): Promise<void> {
  await waitFor(async () => {
    await command(world, id, 'clock', { advance: 'PT2H' })
    const { refunds } = await readInvoice(world, id)
    const moving = await world.em
      .fork()
      .count(PaymentAttemptRow, { invoiceId: id, status: { $in: ['started', 'processing'] } })
    return moving === 0 && !refunds.some(({ status }) => status === 'requested' || status === 'submitted')
  }, LONG)
}

async function untilAllReported(invoices: readonly string[]): Promise<void> {
  await waitFor(async () => {
    const results = await reconcile(world, { recheckDelayMs: 500 })
    for (const id of invoices) await undoReversed(id)
    return results.every((result) => 'findings' in result && result.findings.length === 0)
  }, LONG)
}

async function undoReversed(id: string): Promise<void> {
  for (const { id: payment, status } of (await readInvoice(world, id)).payments) {
    if (status === 'reversed') await command(world, id, `payments/${payment}/undo`)
  }
}

const NOTHING = { in: 0, out: 0 }

async function moneyAtBanks(): Promise<Map<string, { in: number; out: number }>> {
  const sums = new Map<string, { in: number; out: number }>()
  const add = (owner: string, came: number, left: number) => {
    const sum = sums.get(owner) ?? NOTHING
    sums.set(owner, { in: sum.in + came, out: sum.out + left })
  }
  const payments = await paymentsAtBanks()
  for (const { status, invoiceId, amount, isOwnAccount } of payments) {
    const came = isOwnAccount ? ['executed', 'INITIATION_COMPLETED'] : ['settled']
    if (came.includes(status)) add(invoiceId, amount, 0)
  }
  const { refunds } = (await controlBank(world, 'truelayer', 'refunds?limit=10000', 'GET')) as {
    refunds: { status: string; payment_id: string; amount_in_minor: number }[]
  }
  for (const { status, payment_id: paymentId, amount_in_minor: amount } of refunds) {
    const owner = payments.find(({ id }) => id === paymentId)?.invoiceId ?? paymentId
    if (status === 'executed') add(owner, 0, amount)
  }
  return sums
}

async function sumsOf(id: string): Promise<{ id: string; in: number; out: number }> {
  const { payments, refunds } = await readInvoice(world, id)
  const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)
  return {
    id,
    in: sum(
      payments
        .filter(({ source, status }) => source === 'bank' && status !== 'removed')
        .map(({ amount }) => amount),
    ),
    out: sum(refunds.filter(({ status }) => status === 'executed').map(({ amount }) => amount)),
  }
}

function onInvoice(invoice: InvoiceJson): number {
  if (invoice.status === 'void') return 0
  const conceded = invoice.refunds
    .filter(({ status, reason }) => status === 'executed' && reason === 'merchant')
    .reduce((total, { amount }) => total + amount, 0)
  const { amount, amount_due: due } = invoice
  return amount - due - (invoice.status === 'paid' ? conceded : 0)
}

async function cashOf(invoices: string[]): Promise<number> {
  let total = 0
  for (const id of invoices) {
    for (const payment of (await readInvoice(world, id)).payments) {
      if (payment.source !== 'bank' && payment.status !== 'removed') total += payment.amount
    }
  }
  return total
}
