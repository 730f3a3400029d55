import * as v from 'valibot'
import { instant } from '../../../domain/events/public-event.ts'
import { EventList } from '../../http/request/list-query.ts'
import {
  CustomerBody,
  CustomerChanges,
  CustomerList,
  EraseBody,
} from '../../merchant/customers/customer-body.ts'
import { InvoiceListQuery } from '../../merchant/invoices/request/list-request.ts'
import { CUSTOMER, CUSTOMER_REQUEST, onePage } from '../examples/invoice.ts'
import type { Resource } from '../operation.ts'
import { CUSTOMER_EVENT_EXAMPLE, CustomerEvent } from '../schemas/events.ts'
import { idOf, instantOrNull, mode, pageOf, textOrNull } from '../schemas/fields.ts'
import { customerEntries, orderEntries } from '../schemas/invoice.ts'

const Customer = v.strictObject({
  ...customerEntries,
  ...orderEntries,
  id: idOf('cus'),
  object: v.literal('customer'),
  mode,
  name: textOrNull('The name; null after the erasure'),
  language: textOrNull('The language, as a BCP 47 tag'),
  erased_at: instantOrNull('When the personal data was erased'),
  created_at: instant('When it was created'),
  updated_at: instant('When it last changed'),
})

const EXAMPLE = {
  ...CUSTOMER,
  purchase_order: null,
  buyer_reference: null,
  delivery_address: null,
  object: 'customer',
  mode: 'test',
  language: 'en',
  erased_at: null,
  created_at: '2026-12-01T09:00:00.000Z',
  updated_at: '2026-12-01T09:00:00.000Z',
}

export const customers: Resource = {
  tag: 'Customers',
  about: 'Who invoices are for. An invoice finds the customer with its e-mail address, or makes it.',
  parameters: { id: idOf('cus', 'The customer') },
  requests: {
    NewCustomer: { schema: CustomerBody, example: { ...CUSTOMER_REQUEST, language: 'en' } },
    CustomerChanges: { schema: CustomerChanges, example: { phone: null } },
    EraseRequest: { schema: EraseBody, example: { force: true } },
  },
  responses: {
    Customer: { schema: Customer, example: EXAMPLE },
    CustomerList: { schema: pageOf(Customer), example: onePage(EXAMPLE) },
    CustomerEventList: { schema: pageOf(CustomerEvent), example: onePage(CUSTOMER_EVENT_EXAMPLE) },
  },
  operations: [
    {
      method: 'post',
      path: '/v1/customers',
      id: 'createCustomer',
      summary: 'Create a customer',
      body: 'NewCustomer',
      answers: { 201: { about: 'The customer', schema: 'Customer', headers: ['Location'] } },
      problems: ['customer_exists'],
    },
    {
      method: 'get',
      path: '/v1/customers',
      id: 'listCustomers',
      summary: 'List customers',
      description: 'The newest come first.',
      query: CustomerList,
      answers: { 200: 'CustomerList' },
    },
    {
      method: 'get',
      path: '/v1/customers/{id}',
      id: 'getCustomer',
      summary: 'Read a customer',
      answers: { 200: { schema: 'Customer', headers: ['ETag'] } },
    },
    {
      method: 'patch',
      path: '/v1/customers/{id}',
      id: 'changeCustomer',
      summary: 'Change a customer',
      description: 'Null removes a field. Invoices keep what they had.',
      body: 'CustomerChanges',
      conditional: true,
      answers: { 200: { schema: 'Customer', headers: ['ETag?'] } },
      problems: ['customer_exists', 'customer_erased'],
    },
    {
      method: 'get',
      path: '/v1/customers/{id}/invoices',
      id: 'listCustomerInvoices',
      summary: 'List the invoices of a customer',
      query: v.omit(InvoiceListQuery, ['customer']),
      answers: { 200: 'InvoiceList' },
    },
    {
      method: 'get',
      path: '/v1/customers/{id}/events',
      id: 'listCustomerEvents',
      summary: 'Read the timeline',
      query: EventList,
      answers: { 200: 'CustomerEventList' },
    },
    {
      method: 'post',
      path: '/v1/customers/{id}/erase',
      id: 'eraseCustomer',
      summary: 'Erase the personal data of a customer',
      description:
        'Issued invoices keep name, billing address and tax number, because they are accounting records.',
      body: { optional: 'EraseRequest' },
      answers: { 200: 'Customer' },
      problems: [
        'customer_has_open_invoices',
        'customer_has_recurring_invoices',
        'customer_has_payments',
        'customer_in_import',
      ],
    },
  ],
}
