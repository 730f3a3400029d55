import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PaymentAttemptRow } from '../../db/entities/index.ts'
import { OUTCOMES, REFUND_OUTCOMES, type Scenario, TREATMENTS } from '../../sandbox/bank/scenario.ts'
import {
  ask,
  bankPayment,
  control,
  createInvoice,
  type InvoiceJson,
  pressPay,
  readInvoice,
  until,
} from '../client.ts'
import { goThroughBank } from '../consent-page.ts'
import { reconcile } from '../reconciliation-client.ts'
import { createTestWorld } from '../test-world.ts'
import type { World } from '../world.ts'

/** `npm run test:money` makes a thousand. */
const PAYMENTS = Number(process.env['PAYMENTS'] ?? 50)
const AT_ONCE = 12
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

let world: World
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(async () => world.close())

/** One payment, everything that goes wrong with it, and what the merchant does meanwhile and afterwards. */
interface Trial {
  amount: number
  scenario: Scenario
  decision: 'authorise' | 'reject' | 'leave'
  fault: { operation: string; mode: string; status: number } | null
  /** While the payer is at the bank. */
  meanwhile: 'nothing' | 'pays_cash' | 'void' | 'other_bank'
  after: 'nothing' | 'pays_cash' | 'refund_part' | 'refund_all' | 'refund_surplus'
}

const keys = <K extends string>(choices: Record<K, unknown>) => Object.keys(choices) as K[]

const trial: fc.Arbitrary<Trial> = fc.record({
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
    fc.record({
      operation: fc.constantFrom('create_payment', 'get_payment', 'create_refund', 'get_refund', 'token'),
      mode: fc.constantFrom('status', 'lost_before_accept', 'lost_after_accept'),
      status: fc.constantFrom(401, 409, 429, 500, 503),
    }),
    { freq: 4 },
  ),
  meanwhile: fc.constantFrom('nothing', 'nothing', 'nothing', 'pays_cash', 'void', 'other_bank'),
  after: fc.constantFrom('nothing', 'pays_cash', 'refund_part', 'refund_all', 'refund_surplus'),
})

const SETTLED: Trial = {
  amount: 12_500,
  scenario: { bank: 'settles', webhook: 'delivered', refund: 'executes' },
  decision: 'authorise',
  fault: null,
  meanwhile: 'nothing',
  after: 'refund_part',
}
/** What chance may leave out of fifty: a refund, and cash while the bank's money is on its way, which is too much. */
const CERTAIN: Trial[] = [
  SETTLED,
  { ...SETTLED, scenario: { bank: 'settles_later', settle_after_seconds: 5 }, after: 'pays_cash' },
]

describe('whatever goes wrong', () => {
  it(
    `the money of ${PAYMENTS} payments at the bank is that on the invoices, seed ${SEED}`,
    { timeout: 1_800_000 },
    async () => {
      const queue = [...CERTAIN, ...fc.sample(trial, { numRuns: PAYMENTS - CERTAIN.length, seed: SEED })]
      const invoices: string[] = []
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (let next = queue.pop(); next; next = queue.pop()) invoices.push(await play(next))
        }),
      )
      await control(world, 'fail-next', 'DELETE')
      expect(invoices).toHaveLength(PAYMENTS)

      await untilBothAgree()
      const atBank = await moneyAtBank()
      const total = { in: 0n, out: 0n, onInvoices: 0n, surplus: 0n, refunded: 0n }
      for (const id of invoices) {
        const invoice = await readInvoice(world, id)
        const { paid, refunded } = sumsOf(invoice)
        const bank = atBank.get(id) ?? { in: 0n, out: 0n }
        expect({ id, in: paid, out: refunded }).toEqual({ id, ...bank })
        total.in += bank.in
        total.out += bank.out
        total.onInvoices += onInvoice(invoice)
        total.surplus += BigInt(invoice.surplus)
        total.refunded += refunded
        atBank.delete(id)
      }
      expect([...atBank.keys()]).toEqual([])
      const cash = await cashOf(invoices)
      expect(total.in + cash).toBe(total.onInvoices + total.surplus + total.refunded)
      // It was no quiet day.
      expect(Object.values({ ...total, cash }).every((sum) => sum > 0n)).toBe(true)
    },
  )
})

/** @returns the invoice's id */
async function play({ amount, scenario, decision, fault, meanwhile, after }: Trial): Promise<string> {
  const { id, link } = await createInvoice(world, { amount })
  const url = link?.url ?? ''
  if (fault) await control(world, 'fail-next', 'POST', { times: 1, ...fault })
  // Another payment's fault may hit this one; a payer who is told to try again does.
  const location = await until(async () => {
    const pressed = await pressPay(url, 'sandbox-pebble')
    return pressed.status === 303 && bankPayment(pressed.location) !== '' && pressed.location
  })
  await control(world, `payments/${bankPayment(location)}/scenario`, 'POST', { ...scenario })
  if (meanwhile === 'void') await ask(world, id, 'void')
  if (meanwhile === 'pays_cash') await payCash(id, amount)
  if (meanwhile === 'other_bank') {
    const second = await pressPay(url, 'sandbox-harbour')
    if (bankPayment(second.location) !== '') await goThroughBank(second.location).catch(() => undefined)
  }
  // A payment that was cancelled meanwhile has no page any more.
  await goThroughBank(location, decision).catch(() => undefined)
  if (after === 'pays_cash') await payCash(id, amount)
  else if (after !== 'nothing') {
    const invoice = await readInvoice(world, id)
    if (after === 'refund_surplus') await ask(world, id, 'refunds', { surplus: true })
    else if (invoice.surplus === 0) {
      const part = after === 'refund_all' ? invoice.amount_paid : Math.ceil(invoice.amount_paid / 3)
      if (part > 0) await ask(world, id, 'refunds', { amount: part })
    }
  }
  return id
}

async function payCash(id: string, amount: number): Promise<void> {
  await ask(world, id, 'payments', { amount, method: 'cash', paid_on: new Date().toISOString().slice(0, 10) })
}

/** Until nothing is under way, and whatever the bank has is told. */
async function untilBothAgree(): Promise<void> {
  await until(async () => {
    const results = await reconcile(world, { settleMs: 500 })
    const open = results.flatMap<object>((result) => ('findings' in result ? result.findings : result))
    const moving = await world.em.fork().count(PaymentAttemptRow, { state: 'processing' })
    return open.length === 0 && moving === 0
  })
}

/** By invoice, in minor units: what came, and what went back for good. */
async function moneyAtBank(): Promise<Map<string, { in: bigint; out: bigint }>> {
  const lines = (await world.rail.readStatement('GBP', 0, Date.now())) ?? []
  const owners = new Map<string, string>()
  for (const { providerPaymentId, invoiceId } of await world.em.fork().findAll(PaymentAttemptRow)) {
    if (providerPaymentId) owners.set(providerPaymentId, invoiceId)
  }
  const refunds = await world.em
    .fork()
    .execute<{ provider_refund_id: string; invoice_id: string }[]>(
      'select provider_refund_id, invoice_id from refund where provider_refund_id is not null',
    )
  for (const { provider_refund_id: id, invoice_id: invoiceId } of refunds) owners.set(id, invoiceId)
  const sums = new Map<string, { in: bigint; out: bigint }>()
  for (const { type, amount, providerId = 'nobody' } of lines) {
    const owner = owners.get(providerId) ?? providerId
    const sum = sums.get(owner) ?? { in: 0n, out: 0n }
    sums.set(owner, type === 'refund' ? { ...sum, out: sum.out + amount } : { ...sum, in: sum.in + amount })
  }
  return sums
}

/** What the invoice says that banks brought, and took back. */
function sumsOf({ payments, refunds }: InvoiceJson): { paid: bigint; refunded: bigint } {
  const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + BigInt(amount), 0n)
  return {
    paid: sum(payments.filter(({ by }) => by === 'bank').map(({ amount }) => amount)),
    refunded: sum(refunds.filter(({ state }) => state === 'executed').map(({ amount }) => amount)),
  }
}

/** What stays of the amount: nothing of a void one, else what is not due, less what the merchant gave up of it. */
function onInvoice(invoice: InvoiceJson): bigint {
  if (invoice.status === 'void') return 0n
  const conceded = invoice.refunds
    .filter(({ state, reason }) => state === 'executed' && reason === 'merchant')
    .reduce((total, { amount }) => total + BigInt(amount), 0n)
  const { amount, amount_due: due } = invoice
  return BigInt(amount - due) - (invoice.status === 'paid' ? conceded : 0n)
}

async function cashOf(invoices: string[]): Promise<bigint> {
  let total = 0n
  for (const id of invoices) {
    for (const payment of (await readInvoice(world, id)).payments) {
      if (payment.by !== 'bank' && !payment.undone) total += BigInt(payment.amount)
    }
  }
  return total
}
