import * as v from 'valibot'
import { INVOICE_EVENTS, invoiceEventSchema } from '../../../domain/events/invoice-events.ts'
import { RECURRING_EVENTS, recurringEventSchema } from '../../../domain/events/recurring-events.ts'
import { text } from '../../../domain/events/public-event.ts'
import type { InvoiceEventType } from '../../../domain/invoice/events.ts'
import type { RecurringEventType } from '../../../domain/recurring/index.ts'
import type { NamedSchema } from '../operation.ts'
import { INVOICE_ID, RECURRING_ID } from '../examples/invoice.ts'

interface EventForm {
  type: string
  when: string
  name: string
  schema: v.GenericSchema
}

const INVOICE_FORMS = (Object.keys(INVOICE_EVENTS) as InvoiceEventType[]).map((type): EventForm => {
  const { when } = INVOICE_EVENTS[type]
  return { type: `invoice.${type}`, when, name: nameOf(`invoice_${type}`), schema: invoiceEventSchema(type) }
})

const RECURRING_FORMS = (Object.keys(RECURRING_EVENTS) as RecurringEventType[]).map((type): EventForm => {
  const name = nameOf(`recurring_invoice_${type}`)
  const { when } = RECURRING_EVENTS[type]
  return { type: `recurring_invoice.${type}`, when, name, schema: recurringEventSchema(type) }
})

export const EVENT_FORMS = [...INVOICE_FORMS, ...RECURRING_FORMS]

function nameOf(type: string): string {
  return `${type.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Event`
}

function oneOf(forms: readonly EventForm[]) {
  return v.pipe(
    v.variant('type', forms.map(({ schema }) => schema) as v.VariantOptions<'type'>),
    v.metadata({ discriminator: { propertyName: 'type', mapping: mappingOf(forms) } }),
  )
}

function mappingOf(forms: readonly EventForm[]) {
  return Object.fromEntries(forms.map(({ type, name }) => [type, `#/components/schemas/${name}`]))
}

export const InvoiceEvent = oneOf(INVOICE_FORMS)
export const RecurringEvent = oneOf(RECURRING_FORMS)

export const INVOICE_EVENT_EXAMPLE = {
  id: 'evt_01k8zqf2n3e5t7w9y1a4c6d8g0',
  object: 'event',
  seq: 7,
  at: '2026-12-03T10:15:00.000Z',
  recorded_at: '2026-12-03T10:15:01.000Z',
  actor: { type: 'rail', name: 'truelayer' },
  cause: 'rail_report',
  note: null,
  type: 'invoice.paid',
  invoice_id: INVOICE_ID,
  data: { amount: 120_000 },
}

export const RECURRING_EVENT_EXAMPLE = {
  id: 'evt_01k8zqg3p5q7r9s1t3v5w7x9y1',
  object: 'event',
  seq: 4,
  at: '2026-12-31T09:00:00.000Z',
  recorded_at: '2026-12-31T09:00:01.000Z',
  actor: { type: 'system' },
  cause: 'schedule',
  note: null,
  type: 'recurring_invoice.occurrence_issued',
  recurring_invoice_id: RECURRING_ID,
  data: { occurrence: 1, date: '2026-12-31', invoice_id: INVOICE_ID },
}

export const EVENT_SCHEMAS: Readonly<Record<string, NamedSchema>> = {
  ...Object.fromEntries(EVENT_FORMS.map(({ name, schema }) => [name, { schema }])),
  InvoiceEvent: { schema: InvoiceEvent, example: INVOICE_EVENT_EXAMPLE },
  RecurringEvent: { schema: RecurringEvent, example: RECURRING_EVENT_EXAMPLE },
}

export function webhookBody(type: string, event: v.GenericSchema) {
  return v.strictObject({
    id: text('The id of the event; the same in every try'),
    type: v.literal(type),
    created_at: v.pipe(v.string(), v.isoTimestamp(), v.description('When the event was recorded')),
    sequence: v.pipe(v.number(), v.integer(), v.minValue(1), v.description('The position of the event')),
    data: event,
  })
}
