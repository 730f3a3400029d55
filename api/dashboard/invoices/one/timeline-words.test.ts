import { describe, expect, it } from 'vitest'
import { INVOICE_EVENTS, type PublicInvoiceEvent } from '../../../../domain/events/invoice-events.ts'
import { durationText } from './commands/durations.ts'
import { describeTimeline } from './timeline-words.ts'

const HOUR = 3_600_000
const facts = {
  customer: 'Ada',
  currency: 'GBP',
  dueDate: '2026-12-31',
  banks: new Map([['pat_1', 'Pebble']]),
}

const reminders = ['2026-12-28/email', '2026-12-31/email'].map((id) => ({
  id,
  at: '2026-12-28T09:00:00.000Z',
  days: 0,
  channels: ['email'],
}))
const schedule = { due_date: '2026-12-31', reminders }

function timelineOf(...events: [type: string, hours: number, data: object][]) {
  const all = events.map(([type, hours, data], index) => ({
    id: `evt_${index}`,
    type: `invoice.${type}`,
    at: new Date(hours * HOUR).toISOString(),
    data,
  }))
  return describeTimeline(all as unknown as PublicInvoiceEvent[], facts)
}

describe('describeTimeline', () => {
  it('names the reminder by its order, and the payment that made it needless with its distance', () => {
    const entries = timelineOf(
      ['issued', 0, { ...schedule, number: '7', currency: 'GBP', amount: 1_000 }],
      ['reminded', 1, { reminder_id: reminders[0]?.id, channels: ['email'], message_ids: ['msg_1'] }],
      ['paid', 2, { amount: 1_000 }],
      ['reminder_skipped', 3, { reminder_id: reminders[1]?.id, reason: 'nothing_due' }],
    )
    expect(entries.map(({ title }) => title)).toEqual([
      'Issued as 7',
      'Reminder 1 sent by e-mail',
      'Paid',
      'Reminder 2 not sent: paid an hour before',
    ])
    expect(entries[2]?.detail).toBe('2 hours after it was sent.')
  })

  it('names a message also when it arrives before it is recorded as sent', () => {
    const [arrived] = timelineOf(
      ['delivered', 1, { channel: 'email', message_id: 'msg_1', delivery: null }],
      ['receipt_sent', 2, { channel: 'email', message_id: 'msg_1', payment_id: 'pat_1' }],
    )
    expect(arrived?.title).toBe('Receipt arrived by e-mail')
  })

  it('names bank and amount of a payment that failed and of a refund', () => {
    const entries = timelineOf(
      ['payment_started', 1, { payment_id: 'pat_1', amount: 1_000 }],
      ['payment_failed', 2, { payment_id: 'pat_1', reason: 'insufficient_funds' }],
      ['refund_requested', 3, { refund_id: 'ref_1', payment_id: 'pat_1', amount: 250, reason: 'merchant' }],
      ['refund_executed', 4, { refund_id: 'ref_1', round: 1 }],
    )
    expect(entries.map(({ title, detail }) => [title, detail])).toEqual([
      ['Ada chose Pebble', 'To pay 10.00 GBP.'],
      ['Payment from Pebble failed', 'The bank’s reason: insufficient funds.'],
      ['Refund of 2.50 GBP requested', undefined],
      ['2.50 GBP refunded', undefined],
    ])
  })

  it('has words for every type of event', () => {
    for (const type of Object.keys(INVOICE_EVENTS)) {
      const data = {
        ...schedule,
        channel: 'email',
        channels: [],
        message_ids: [],
        changed: [],
        new_address: [],
        reason: 'unknown',
      }
      expect(
        timelineOf([
          type,
          0,
          { ...data, method: 'cash', paid_on: '2026-12-31', refunded_on: '2026-12-31' },
        ])[0]?.title,
      ).toMatch(/\w/)
    }
  })
})

describe('durationText', () => {
  it.each([
    [10_000, 'less than a minute'],
    [60_000, 'a minute'],
    [HOUR, 'an hour'],
    [26 * HOUR, 'a day'],
    [72 * HOUR, '3 days'],
  ])('writes %d ms', (ms, text) => {
    expect(durationText(ms)).toBe(text)
  })
})
