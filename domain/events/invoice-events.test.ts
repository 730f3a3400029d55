import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { eventsPage } from '../../dev/events-page.ts'
import { liveByReference } from '../../test/model/run-reference.ts'
import { randomLife } from '../../test/model/steps.ts'
import { byProvider, byRequest } from '../shared/cause.ts'
import { type InvoiceEvent, type InvoiceEventType, decide, fold } from '../invoice/index.ts'
import { COMMANDS, SITUATIONS } from '../invoice/spec/situations.ts'
import { INVOICE_EVENTS, invoiceEventSchema, toPublicInvoiceEvent } from './invoice-events.ts'

const AT = Date.parse('2026-11-23T09:00:00Z')
const TYPES = Object.keys(INVOICE_EVENTS) as InvoiceEventType[]

const toPublic = (event: InvoiceEvent) =>
  toPublicInvoiceEvent({ id: 'evt_1', invoiceId: 'inv_1', seq: 1, recordedAt: AT, event })

function assertPublic(event: InvoiceEvent): void {
  const shown = toPublic(event)
  expect(v.parse(invoiceEventSchema(event.type), shown)).toEqual(shown)
  expect(JSON.parse(JSON.stringify(shown))).toEqual(shown)
}

describe('the public form of an invoice event', () => {
  it('gives every event of every situation and command a public form that matches its schema', () => {
    for (const log of Object.values(SITUATIONS)) {
      for (const event of log) assertPublic(event)
      for (const command of Object.values(COMMANDS)) {
        const decision = decide(fold(log), command)
        if ('events' in decision) for (const event of decision.events) assertPublic(event)
      }
    }
  })

  it('gives every event of random lives a public form that matches its schema', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(randomLife(40), (life) => {
        for (const event of liveByReference(life)) {
          assertPublic(event)
          seen.add(event.type)
        }
      }),
      { numRuns: 100 },
    )
    expect(seen.size).toBeGreaterThan(30)
  })

  it('shows amounts as integers of minor units and instants in ISO 8601', () => {
    const [issued] = SITUATIONS.sent
    expect(issued && toPublic(issued)).toEqual({
      id: 'evt_1',
      object: 'event',
      type: 'invoice.issued',
      invoice_id: 'inv_1',
      seq: 1,
      at: '2026-11-23T09:00:00.000Z',
      recorded_at: '2026-11-23T09:00:00.000Z',
      actor: { type: 'api_key', id: 'key_0123456789ab' },
      cause: 'request',
      data: {
        number: 'INV-2026-0001',
        currency: 'GBP',
        amount: 10_000,
        deposit: null,
        due_date: '2026-12-07',
        overdue_at: '2026-12-08T09:00:00.000Z',
        link_expires_at: '2027-01-07T09:00:00.000Z',
        reminders: [
          { id: '2026-12-04/email', at: '2026-12-04T09:00:00.000Z', days: -3, channels: ['email'] },
        ],
        link_id: 'lnk_1',
        channels: ['email'],
        late_payment_policy: 'refund',
        overpayment_policy: 'keep',
        mode: 'test',
        test_clock_offset_ms: 0,
      },
      note: null,
    })
  })

  it('names the actor and shows the note of the request', () => {
    const actor = { type: 'person', id: 'usr_1' } as const
    const cause = byRequest({ actor, commandId: 'cmd_1' })
    const event = { type: 'hold_placed', key: 'hold_placed:cmd_1', at: AT, cause } as const
    const stored = { id: 'evt_1', invoiceId: 'inv_1', seq: 2, recordedAt: AT, event, note: 'A dispute' }
    expect(toPublicInvoiceEvent(stored)).toMatchObject({ actor, cause: 'request', note: 'A dispute' })
  })

  it('gives delivered, delayed and failed messages a public form that matches its schema', () => {
    const facts = { key: 'k', at: AT, cause: byProvider('postmark', 'postmark:1'), channel: 'email' } as const
    const lost = { ...facts, reason: 'bounced' } as const
    const events: InvoiceEvent[] = [
      { ...facts, type: 'delivered', messageId: 'msg_1' },
      { ...facts, type: 'delivery_delayed', messageId: 'msg_1' },
      { ...lost, type: 'delivery_failed', messageId: 'msg_1' },
      { ...facts, type: 'delivery_not_needed', reason: 'already_paid', delivery: 1 },
      { ...lost, type: 'receipt_failed', paymentId: 'pat_1' },
      { ...lost, type: 'refund_notice_failed', refundId: 'ref_1' },
      { ...lost, type: 'reminder_failed', reminderId: 'cmd_1' },
      { ...lost, type: 'merchant_notification_failed', notice: 'overpayment:pat_1' },
    ]
    for (const event of events) assertPublic(event)
  })

  it('gives every event type a sentence and described fields', () => {
    for (const type of TYPES) {
      const { when, data } = INVOICE_EVENTS[type]
      expect(when).toMatch(/^[A-Z].*\.$/)
      for (const [name, schema] of Object.entries<v.GenericSchema>(data.entries)) {
        expect(name).toMatch(/^[a-z_]+$/)
        expect(v.getDescription(schema), `${type}.${name}`).toBeTruthy()
      }
    }
  })

  it('documents every event in docs/events.md', () => {
    const page = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8')
    expect(page).toBe(eventsPage())
  })
})
