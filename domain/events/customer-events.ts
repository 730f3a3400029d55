import * as v from 'valibot'
import { CUSTOMER_FIELDS, type CustomerEvent, type CustomerEventType } from '../customer/events.ts'
import {
  type Envelope,
  envelopeEntries,
  publicFormsOf,
  type StoredEvent,
  toEnvelope,
} from './public-event.ts'

const form = publicFormsOf<CustomerEvent>()

/** @public */
export const CUSTOMER_EVENTS = {
  created: form(
    'created',
    'The customer was created: by a request, or by the first invoice with the e-mail address.',
    {},
    () => ({}),
  ),
  updated: form(
    'updated',
    'The merchant changed the customer. Issued invoices keep what they had.',
    { changed: v.pipe(v.array(v.picklist(CUSTOMER_FIELDS)), v.description('The fields that changed')) },
    ({ changed }) => ({ changed }),
  ),
  erased: form('erased', 'The merchant erased the customer’s personal data.', {}, () => ({})),
}

type Forms = typeof CUSTOMER_EVENTS

export type PublicCustomerEvent = {
  [T in CustomerEventType]: Envelope & {
    type: `customer.${T}`
    customer_id: string
    data: v.InferOutput<Forms[T]['data']>
  }
}[CustomerEventType]

/** @public */
export function customerEventSchema(type: CustomerEventType) {
  return v.strictObject({
    ...envelopeEntries,
    type: v.literal(`customer.${type}`),
    customer_id: v.pipe(v.string(), v.description('The customer')),
    data: CUSTOMER_EVENTS[type].data,
  })
}

export function toPublicCustomerEvent(
  stored: StoredEvent<CustomerEvent> & { customerId: string },
): PublicCustomerEvent {
  const { customerId, event } = stored
  const toData = CUSTOMER_EVENTS[event.type].toData as (given: CustomerEvent) => unknown
  const type = `customer.${event.type}`
  return { ...toEnvelope(stored), type, customer_id: customerId, data: toData(event) } as PublicCustomerEvent
}
