import { INVOICE_EVENT_EXAMPLE } from '../schemas/events.ts'

export const ENDPOINT_ID = 'whe_01k8zqn8w0y2a4c6e8g0j2m4p6'

export const ENDPOINT = {
  object: 'webhook_endpoint',
  id: ENDPOINT_ID,
  mode: 'test',
  url: 'https://engines.example/duewell',
  description: 'Bookkeeping',
  events: ['invoice.paid'],
  status: 'enabled',
  disabled_reason: null,
  disabled_at: null,
  failing_since: null,
  earlier_secret_expires_at: null,
  created_at: '2026-12-01T09:00:00.000Z',
  updated_at: '2026-12-01T09:00:00.000Z',
}

const TRY = {
  at: '2026-12-03T10:15:01.000Z',
  duration_ms: 84,
  status_code: 200,
  failure: null,
  response: 'ok',
}

const { id, type, recorded_at: recordedAt } = INVOICE_EVENT_EXAMPLE
const NAMED = { id, type, created_at: recordedAt, sequence: 42 }
export const EVENT = { ...NAMED, data: INVOICE_EVENT_EXAMPLE }

export const DELIVERY = {
  object: 'webhook_delivery',
  id: 'whd_01k8zqp1r3t5v7x9z1b3d5f7h9',
  endpoint: ENDPOINT_ID,
  event: NAMED,
  status: 'succeeded',
  is_redelivery: false,
  attempts: 1,
  last_attempt: TRY,
  next_attempt_at: null,
  created_at: '2026-12-03T10:15:01.000Z',
  updated_at: '2026-12-03T10:15:01.100Z',
}

export const DELIVERY_DETAIL = { ...DELIVERY, tries: [TRY], body: EVENT }
