import { describe, expect, it } from 'vitest'
import { PaymentAttemptRow } from '../../../db/entities/index.ts'
import { authorise, call, control, createInvoice, pressPay } from '../../clients/client.ts'
import {
  accountOf,
  comparedUntil,
  kindsFor,
  payInKroner,
  reconcile,
} from '../../clients/reconciliation-client.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { untilStatus } from '../../support/wait.ts'

const world = useOwnWorld({ writtenAccounts: { EUR: 'account-with-a-typo' } })

const payIn = (amount: number) =>
  control(world, 'merchant-accounts/account-gbp/pay-in', 'POST', { amount_in_minor: amount })

const fail = (operation: string) =>
  control(world, 'fail-next', 'POST', { operation, status: 500, times: 10_000 })
const heal = () => fetch(`${world.sandbox.bankUrl}/sandbox/fail-next`, { method: 'DELETE' })

const attemptOf = (invoiceId: string) => world.em.fork().findOneOrFail(PaymentAttemptRow, { invoiceId })

describe('a reconciliation with unreadable parts', () => {
  it('names an account with a wrong id and compares all others', async () => {
    const external = await payIn(900)
    const startedAt = Date.now()
    const outcomes = await reconcile(world)
    expect(outcomes).toContainEqual({
      rail: 'truelayer',
      mode: 'test',
      currency: 'EUR',
      error: 'reading the account: status 404',
    })
    expect(accountOf(outcomes, 'GBP')?.findings).toEqual([
      { kind: 'external_payment', subject: external['id'] },
    ])
    expect(await comparedUntil(world, 'EUR')).toBeUndefined()
    expect(await comparedUntil(world, 'GBP')).toBeGreaterThanOrEqual(startedAt)
  })

  it('leaves an account to the next run when its rail is unavailable for too long', async () => {
    await reconcile(world)
    const before = await comparedUntil(world, 'GBP')
    await fail('transactions')
    try {
      expect(await reconcile(world, { timeoutMs: 1_500 })).toContainEqual({
        rail: 'truelayer',
        mode: 'test',
        currency: 'GBP',
        error: expect.any(String),
      })
    } finally {
      await heal()
    }
    expect(await comparedUntil(world, 'GBP')).toBe(before)
    expect(accountOf(await reconcile(world), 'GBP')).toBeDefined()
    expect(await comparedUntil(world, 'GBP')).toBeGreaterThan(before ?? 0)
  })

  it('reports a paid payment as missing when the rail has no such payment', async () => {
    const [known, unknown] = [await payInKroner(world), await payInKroner(world)]
    const { id } = await attemptOf(unknown)
    await world.em.fork().nativeUpdate(PaymentAttemptRow, { id }, { providerPaymentId: 'pm2:no:such' })
    const outcomes = await reconcile(world)
    expect(kindsFor(outcomes, unknown, 'DKK', 'tokenio')).toEqual(['payment_missing'])
    expect(kindsFor(outcomes, known, 'DKK', 'tokenio')).toEqual([])
    expect(accountOf(outcomes, 'DKK', 'tokenio')).toMatchObject({ matched: 1, unread: [] })
  })

  it('keeps all other findings when one payment cannot be read', async () => {
    const account = { sort_code: '04-00-04', account_number: '12345678', holder: 'Larkspur' }
    await call(world, 'PUT', '/v1/payout_accounts/GBP', { type: 'sort_code', ...account })
    const { id, link } = await createInvoice(world)
    await authorise((await pressPay(link?.url ?? '', 'sandbox-harbour')).location)
    await untilStatus(world, id, 'paid')
    const attempt = await attemptOf(id)
    const external = await payIn(800)
    await fail('get_payment')
    try {
      const result = accountOf(await reconcile(world), 'GBP')
      expect(result?.unread).toEqual([{ subject: attempt.id, reason: expect.stringContaining('500') }])
      expect(result?.findings).toContainEqual({ kind: 'external_payment', subject: external['id'] })
    } finally {
      await heal()
    }
    expect(await comparedUntil(world, 'GBP')).toBeLessThanOrEqual(attempt.updatedAt.getTime())
    expect(accountOf(await reconcile(world), 'GBP')).toMatchObject({ matched: 1, unread: [] })
    expect(await comparedUntil(world, 'GBP')).toBeGreaterThan(attempt.updatedAt.getTime())
  })
})
