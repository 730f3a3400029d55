import * as v from 'valibot'
import { CUSTOMER_EVENTS, customerEventSchema } from '../../../domain/events/customer-events.ts'
import { IMPORT_EVENTS, importEventSchema } from '../../../domain/events/import-events.ts'
import { INVOICE_EVENTS, invoiceEventSchema } from '../../../domain/events/invoice-events.ts'
import { RECURRING_EVENTS, recurringEventSchema } from '../../../domain/events/recurring-events.ts'
import { instant, text } from '../../../domain/events/public-event.ts'
import { TEST_EVENT_TYPE, EVENT_TYPES } from '../../../domain/events/event-types.ts'
import type { NamedSchema } from '../operation.ts'
import { CUSTOMER, INVOICE_ID, RECURRING_ID } from '../examples/invoice.ts'

interface EventForm {
  type: string
  when: string
  name: string
  schema: v.GenericSchema
}

const INVOICE_FORMS = formsOf('invoice', INVOICE_EVENTS, invoiceEventSchema)
const RECURRING_FORMS = formsOf('recurring_invoice', RECURRING_EVENTS, recurringEventSchema)
const CUSTOMER_FORMS = formsOf('customer', CUSTOMER_EVENTS, customerEventSchema)
const IMPORT_FORMS = formsOf('import', IMPORT_EVENTS, importEventSchema)

const TEST_FORM: EventForm = {
  type: TEST_EVENT_TYPE,
  when: 'A request tested the endpoint.',
  name: 'WebhookEndpointTestEvent',
  schema: v.strictObject({
    id: text('The event’s id'),
    object: v.literal('event'),
    type: v.literal(TEST_EVENT_TYPE),
    at: instant('When it was requested'),
    recorded_at: instant('The same'),
    webhook_endpoint_id: text('The endpoint'),
    data: v.strictObject({}),
  }),
}

export const EVENT_FORMS = [
  ...INVOICE_FORMS,
  ...RECURRING_FORMS,
  ...CUSTOMER_FORMS,
  ...IMPORT_FORMS,
  TEST_FORM,
]

function formsOf<T extends string>(
  resource: string,
  events: Record<T, { when: string }>,
  schemaOf: (type: T) => v.GenericSchema,
): EventForm[] {
  return (Object.keys(events) as T[])
    .map((own) => ({
      type: `${resource}.${own}`,
      when: events[own].when,
      name: nameOf(`${resource}_${own}`),
      schema: schemaOf(own),
    }))
    .filter(({ type }) => EVENT_TYPES.includes(type))
}

function nameOf(type: string): string {
  return `${type.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Event`
}

export function oneOf(forms: readonly EventForm[]) {
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
export const CustomerEvent = oneOf(CUSTOMER_FORMS)

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

export const CUSTOMER_EVENT_EXAMPLE = {
  id: 'evt_01k8zqq5v7x9z1b3d5f7h9j1m3',
  object: 'event',
  seq: 2,
  at: '2026-12-02T09:00:00.000Z',
  recorded_at: '2026-12-02T09:00:00.000Z',
  actor: { type: 'api_key', id: 'key_01kb8y3m5xf6q8c7w1e2r3t4v5' },
  cause: 'request',
  note: null,
  type: 'customer.updated',
  customer_id: CUSTOMER.id,
  data: { changed: ['phone'] },
}

export const EVENT_SCHEMAS: Readonly<Record<string, NamedSchema>> = {
  ...Object.fromEntries(EVENT_FORMS.map(({ name, schema }) => [name, { schema }])),
  InvoiceEvent: { schema: InvoiceEvent, example: INVOICE_EVENT_EXAMPLE },
  RecurringEvent: { schema: RecurringEvent, example: RECURRING_EVENT_EXAMPLE },
  CustomerEvent: { schema: CustomerEvent, example: CUSTOMER_EVENT_EXAMPLE },
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
