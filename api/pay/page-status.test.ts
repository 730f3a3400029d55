import { expect, it } from 'vitest'
import type { InvoiceRow, PaymentAttemptRow } from '../../db/entities/index.ts'
import { pageStatusOf } from './page-status.ts'

const attempt = { status: 'started' } as PaymentAttemptRow
const pendingSince = (at: number | null) =>
  ({ status: 'sent', commandPendingSince: at === null ? null : new Date(at) }) as InvoiceRow

it('shows a payment that another process is starting', () => {
  expect(pageStatusOf(pendingSince(Date.now() - 1_000), attempt, false)).toBe('starting')
})

it('shows no start when the press has ended, or its process stopped', () => {
  expect(pageStatusOf(pendingSince(null), attempt, false)).toBe('open')
  expect(pageStatusOf(pendingSince(Date.now() - 3_600_000), attempt, false)).toBe('open')
  expect(pageStatusOf(pendingSince(Date.now()), null, false)).toBe('open')
})
