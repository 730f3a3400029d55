import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InvoiceEventType } from '../../domain/invoice/index.ts'
import { liveByReference } from './run-reference.ts'
import { SEED } from '../support/seed.ts'
import { randomLife } from './steps.ts'

const RUNS = Number(process.env['MODEL_RUNS'] ?? 150)

const NEVER: InvoiceEventType[] = [
  'delivered',
  'delivery_delayed',
  'receipt_failed',
  'refund_notice_failed',
  'credit_note_failed',
  'void_notice_failed',
  'merchant_notification_failed',
  'reminder_failed',
]

describe('random lives', () => {
  it(
    `matches the reference model in ${RUNS} random lives of up to 60 steps, seed ${SEED}`,
    { timeout: 1_800_000 },
    () => {
      const seen = new Set<string>()
      fc.assert(
        fc.property(randomLife(60), (life) => {
          for (const { type } of liveByReference(life)) seen.add(type)
        }),
        { numRuns: RUNS },
      )
      expect(NEVER.filter((type) => seen.has(type))).toEqual([])
      expect(seen.size).toBe(44)
    },
  )
})
