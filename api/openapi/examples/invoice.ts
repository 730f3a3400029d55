export const INVOICE_ID = 'inv_01k8zq3f6wexet5z9x2b7m4n1c'
export const PAYMENT_ID = 'pay_01k8zq9d2hfk0s3v6w8y1b4e7g'
export const CREDIT_NOTE_ID = 'crn_01k8zq9d2hfk0s3v6w8y1b4e7g'
export const RECURRING_ID = 'rec_01k8zqb4t5ej9r2n6m1x0c3v8d'
export const IMPORT_ID = 'imp_01k8zqd7y8fw3k5h2j9s4p6q0a'

export const CUSTOMER_REQUEST = {
  name: 'Ada Byron',
  email: 'ada@customer.example',
  phone: '+447700900123',
  company_number: '01234567',
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
  lines: [{ description: 'Design', quantity: '2.5', unit: 'DAY', unit_amount: 40_000, tax_rate: '20' }],
  purchase_order: 'PO-4711',
  service_period: { from: '2026-11-01', to: '2026-11-30' },
  send: 'now',
  metadata: { order: 'A-1002' },
}

export const LINE = {
  description: 'Design',
  quantity: '2.5',
  unit: 'DAY',
  unit_amount: 40_000,
  unit_amount_decimal: '40000',
  discounts: [],
  charges: [],
  tax_rate: '20',
  tax_category: null,
  exemption_reason: null,
  amount: 100_000,
  net: 100_000,
  tax: 20_000,
}

export const TOTALS = {
  subtotal: 100_000,
  discount: 0,
  charge: 0,
  net: 100_000,
  tax: 20_000,
  taxes: [{ category: 'standard', rate: '20', net: 100_000, tax: 20_000, reason: null }],
  rounding: 0,
  amount: 120_000,
}

export const PRICING = {
  prices_include_tax: false,
  tax_rounding: 'group',
  discounts: [],
  charges: [],
  lines: [LINE],
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
  ...TOTALS,
  national_tax: null,
  amount_due: 120_000,
  amount_paid: 0,
  amount_refunded: 0,
  amount_credited: 0,
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
  ...PRICING,
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
  void_reason: null,
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
  credit_notes: [],
}

export const CREDIT_NOTE = {
  id: CREDIT_NOTE_ID,
  object: 'credit_note',
  mode: 'test',
  number: 'CN-2026-0001',
  invoice: INVOICE_ID,
  invoice_number: 'INV-2026-0001',
  currency: 'GBP',
  net: 40_000,
  tax: 8_000,
  national_tax: null,
  rounding: 0,
  amount: 48_000,
  taxes: [{ category: 'standard', rate: '20', net: 40_000, tax: 8_000, reason: null }],
  lines: [
    {
      line: 1,
      description: 'Design, 2.5 days',
      quantity: '1',
      unit: null,
      unit_amount: 40_000,
      unit_amount_decimal: '40000',
      discounts: [],
      charges: [],
      tax_rate: '20',
      tax_category: null,
      exemption_reason: null,
      amount: 40_000,
    },
  ],
  origin: 'merchant',
  reason: 'A day less than agreed',
  profile_version: 3,
  issued_at: CREATED_AT,
  created_at: CREATED_AT,
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
      why: 'The reminder plan has a reminder 3 days before the due date.',
    },
    {
      event: 'invoice.overdue',
      at: '2027-01-01T00:00:00.000Z',
      local_time: '2027-01-01T00:00:00+00:00',
      why: 'The due date ends at this time in your time zone.',
    },
  ],
  suppressed: [],
  why: 'The reminder plan has a reminder 3 days before the due date.',
}

export const CHANGED_INVOICE = { ...INVOICE, next: UPCOMING }

export const onePage = (item: unknown) => ({ data: [item], next_cursor: null })

export const EINVOICE = {
  object: 'einvoice',
  formats: [
    { format: 'factur_x', missing: [] },
    {
      format: 'xrechnung',
      missing: [
        { field: 'buyer_reference', detail: 'the buyer’s reference, for authorities the Leitweg-ID' },
      ],
    },
    { format: 'peppol', missing: [] },
  ],
  clearance: null,
} as const
