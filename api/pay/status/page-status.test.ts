import { expect, it } from 'vitest'
import type { PaymentAttemptRow } from '../../../db/entities/index.ts'
import { localeOf } from '../../../domain/texts/locale.ts'
import { attemptNotice, pageStatusOf } from './page-status.ts'

const invoice = { status: 'sent' } as const
const attempt = { status: 'started' } as const

it('shows a payment that another process is starting', () => {
  expect(pageStatusOf(invoice, attempt, false, new Date(Date.now() - 1_000))).toBe('starting')
})

it('shows no start when the press has ended, or its process stopped', () => {
  expect(pageStatusOf(invoice, attempt, false, null)).toBe('open')
  expect(pageStatusOf(invoice, attempt, false, new Date(Date.now() - 3_600_000))).toBe('open')
  expect(pageStatusOf(invoice, null, false, new Date())).toBe('open')
})

it('calls only the notice of money that has arrived good', () => {
  const goodOf = (reversed: boolean) => {
    const settled = { status: 'settled', bankName: 'Pebble', failure: null } as PaymentAttemptRow
    const last = { attempt: settled, hasPaid: true, payment: { reversed, undone: false }, merchant: 'Byron' }
    return attemptNotice(last, localeOf('en'))?.isGood
  }
  expect([goodOf(false), goodOf(true)]).toEqual([true, false])
})
