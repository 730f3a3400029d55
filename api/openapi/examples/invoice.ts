export const INVOICE_ID = 'inv_01k8zq3f6wexet5z9x2b7m4n1c'
export const PAYMENT_ID = 'pay_01k8zq9d2hfk0s3v6w8y1b4e7g'
export const RECURRING_ID = 'rec_01k8zqb4t5ej9r2n6m1x0c3v8d'
export const IMPORT_ID = 'imp_01k8zqd7y8fw3k5h2j9s4p6q0a'

export const CUSTOMER_REQUEST = {
  name: 'Ada Byron',
  email: 'ada@customer.example',
  phone: '+447700900123',
  tax_number: '123 45678 90',
  vat_number: 'GB980780684',
  billing_address: {
    line1: '12 High Street',
    city: 'London',
    postal_code: 'SW1A 1AA',
    country: 'GB',
  },
  electronic_address: { scheme: '9932', value: 'GB980780684' },
  einvoice_format: 'peppol',
  cc: ['accounts@customer.example'],
}

export const CUSTOMER = { ...CUSTOMER_REQUEST, id: 'cus_01k8zqm6t8v0x2z4b6d8f0h2j4' }

export const INVOICE_REQUEST = {
  customer: CUSTOMER_REQUEST,
  currency: 'GBP',
  due_date: '2026-12-31',
  description: 'Analytical engine, first instalment',
  lines: [{ description: 'Design, 2.5 days', quantity: '2.5', unit_amount: 40_000, tax_rate: '20' }],
  purchase_order: 'PO-4711',
  service_period: { from: '2026-11-01', to: '2026-11-30' },
  send: 'now',
  metadata: { order: 'A-1002' },
}

export const LINE = {
  description: 'Design, 2.5 days',
  quantity: '2.5',
  unit_amount: 40_000,
  tax_rate: '20',
  amount: 100_000,
  tax: 20_000,
}

const CREATED_AT = '2026-12-01T09:00:00.000Z'

export const INVOICE_SUMMARY = {
  id: INVOICE_ID,
  object: 'invoice',
  mode: 'test',
  status: 'sent',
  number: 'INV-2026-0001',
  payment_reference: 'INV-2026-0001',
  issue_date: '2026-12-01',
  currency: 'GBP',
  subtotal: 100_000,
  tax: 20_000,
  amount: 120_000,
  amount_due: 120_000,
  amount_paid: 0,
  amount_refunded: 0,
  amount_overpaid: 0,
  deposit: null,
  amount_requested: 120_000,
  due_date: '2026-12-31',
  description: 'Analytical engine, first instalment',
  instructions: null,
  purchase_order: 'PO-4711',
  buyer_reference: null,
  delivery_address: null,
  delivery_date: null,
  service_period: { from: '2026-11-01', to: '2026-11-30' },
  language: null,
  customer: CUSTOMER,
  lines: [LINE],
  metadata: { order: 'A-1002' },
  profile_version: 3,
  import: null,
  link: {
    url: 'https://pay.example/pay/v1.k1.MDFrOHpx',
    status: 'active',
    expires_at: '2027-01-31T00:00:00.000Z',
  },
  delivery: { channels: ['email'], status: 'pending' },
  receipt: { status: 'none' },
  reminders: null,
  recurring: null,
  on_hold_since: null,
  void_requested_at: null,
  voided_at: null,
  test_clock_offset_ms: 0,
  send_at: CREATED_AT,
  issued_at: CREATED_AT,
  viewed_at: null,
  paid_at: null,
  overdue_at: '2027-01-01T00:00:00.000Z',
  created_at: CREATED_AT,
  updated_at: CREATED_AT,
}

export const INVOICE = {
  ...INVOICE_SUMMARY,
  payments: [],
  currency_mismatched_payments: [],
  amount_unreadable_payments: [],
  refunds: [],
}

export const UPCOMING = {
  status: 'sent',
  now: CREATED_AT,
  local_time: '2026-12-01T09:00:00+00:00',
  time_zone: 'Europe/London',
  data: [
    {
      event: 'invoice.reminded',
      at: '2026-12-28T09:00:00.000Z',
      local_time: '2026-12-28T09:00:00+00:00',
      channels: ['email'],
      why: 'The reminder plan has a reminder 3 days before the due date, 2026-12-31.',
    },
    {
      event: 'invoice.overdue',
      at: '2027-01-01T00:00:00.000Z',
      local_time: '2027-01-01T00:00:00+00:00',
      why: "The due date, 2026-12-31, ends at this time in the merchant's time zone.",
    },
  ],
  suppressed: [],
  why: 'The reminder plan has a reminder 3 days before the due date, 2026-12-31.',
}

export const CHANGED_INVOICE = { ...INVOICE, next: UPCOMING }

export const onePage = (item: unknown) => ({ data: [item], next_cursor: null })
