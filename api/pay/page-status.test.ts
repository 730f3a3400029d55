import { expect, it } from 'vitest'
import { pageStatusOf } from './page-status.ts'

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
