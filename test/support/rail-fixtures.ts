import { PaymentAttemptRow } from '../../db/entities/index.ts'
import type { World } from './harness.ts'
import { waitFor } from './wait.ts'

export interface BankSide {
  rail: 'truelayer' | 'tokenio'
  currency: string
  bankId: string
  bankName: string
  otherBankId: string
  create: { method: string; path: RegExp }
  read: { method: string; path: RegExp }
  cancel: { method: string; path: RegExp }
}

export const BANK_SIDES: readonly BankSide[] = [
  {
    rail: 'truelayer',
    currency: 'GBP',
    bankId: 'sandbox-pebble',
    bankName: 'Pebble',
    otherBankId: 'sandbox-harbour',
    create: { method: 'POST', path: /^\/v3\/payments$/ },
    read: { method: 'GET', path: /^\/v3\/payments\/[^/]+$/ },
    cancel: { method: 'POST', path: /^\/v3\/payments\/[^/]+\/actions\/cancel$/ },
  },
  {
    rail: 'tokenio',
    currency: 'DKK',
    bankId: 'sandbox-klitbanken',
    bankName: 'Klitbanken',
    otherBankId: 'sandbox-aabankhus',
    create: { method: 'POST', path: /^\/v2\/payments$/ },
    read: { method: 'GET', path: /^\/v2\/payments\/[^/]+$/ },
    cancel: { method: 'DELETE', path: /^\/v2\/payments\/[^/]+$/ },
  },
]

export function tokenIoPayment(location: string): string {
  return decodeURIComponent(/\/session\/([^?]+)/.exec(location)?.[1] ?? '')
}

export async function controlBank(
  world: World,
  rail: BankSide['rail'],
  path: string,
  method = 'POST',
  body: object = {},
): Promise<Record<string, unknown>> {
  const address = rail === 'truelayer' ? world.sandbox.bankUrl : world.sandbox.tokenio?.url
  const response = await fetch(`${address}/sandbox/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`the sandbox answers ${response.status} to ${path}`)
  const text = await response.text()
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

export async function paymentsAtBank(
  world: World,
  rail: BankSide['rail'],
  invoiceId: string,
): Promise<string[]> {
  const { payments } = (await controlBank(world, rail, 'payments', 'GET')) as {
    payments: {
      status: string
      request?: { metadata: { invoice_id: string } }
      initiation?: { callbackState: string }
    }[]
  }
  const attempts = await world.em.fork().find(PaymentAttemptRow, { invoiceId })
  const ids = new Set(attempts.map(({ id }) => id))
  return payments
    .filter(({ request, initiation }) =>
      request ? request.metadata.invoice_id === invoiceId : ids.has(initiation?.callbackState ?? ''),
    )
    .map(({ status }) => status)
    .toReversed()
}

export async function refundAtBank(world: World, invoiceId: string): Promise<{ id: string; status: string }> {
  return waitFor(async () => {
    const { refunds } = (await controlBank(world, 'truelayer', 'refunds', 'GET')) as {
      refunds: { id: string; status: string; metadata: { invoice_id: string } }[]
    }
    return refunds.find(({ metadata }) => metadata.invoice_id === invoiceId)
  })
}
