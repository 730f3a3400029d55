import { describe, expect, it } from 'vitest'
import {
  automatic,
  byProvider,
  decide,
  fold,
  type InvoiceEvent,
  pendingEffects,
  recordedPayment,
} from '../index.ts'
import { SITUATIONS } from './situations.ts'

const AT = Date.parse('2026-12-02T12:00:00Z')

function paidByCash() {
  const state = fold(SITUATIONS.viewed)
  const facts = {
    paymentId: 'pay_1',
    amount: 10_000,
    method: 'cash',
    paidOn: '2026-12-02',
    receipt: true,
  } as const
  return fold(recordedPayment(state, { ...facts, at: AT, cause: automatic }), state)
}

function failed(resend?: number): InvoiceEvent {
  return {
    type: 'receipt_failed',
    key: `receipt_failed:email:pay_1:${resend ?? 0}`,
    at: AT,
    cause: automatic,
    channel: 'email',
    paymentId: 'pay_1',
    reason: 'inactive_recipient',
    ...(resend === undefined ? {} : { resend }),
  }
}

describe('a receipt to a closed address', () => {
  const missed = fold([failed()], paidByCash())
  const report = { type: 'reopen_address', channel: 'email', at: AT, cause: byProvider('postmark') } as const
  const decision = decide(missed, report)
  const events = 'events' in decision ? decision.events : []
  const opened = fold(events, missed)
  const receipts = (state: typeof missed) =>
    pendingEffects(state, AT).filter(({ kind }) => kind === 'receipt')

  it('is sent again after the address is opened, also if it is missed once more', () => {
    expect(receipts(missed)).toEqual([])
    expect(events.map(({ type }) => type)).toEqual(['address_reopened'])
    expect(receipts(opened)).toEqual([
      { key: 'receipt:pay_1', kind: 'receipt', paymentId: 'pay_1', resend: 1 },
    ])
    const again = fold([failed(1)], opened)
    expect(receipts(again)).toEqual([])
    const second = decide(again, { ...report, at: AT + 1 })
    expect(receipts(fold('events' in second ? second.events : [], again))).toMatchObject([{ resend: 2 }])
  })

  it('stays due when the failure of its first sending is reported once more', () => {
    expect(receipts(fold([failed()], opened))).toMatchObject([{ resend: 1 }])
  })

  it('is not sent again when the other channel is opened', () => {
    expect(decide(missed, { ...report, channel: 'sms' })).toEqual({ events: [] })
  })
})
