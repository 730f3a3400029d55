import type { Server } from '../lives/dialects.ts'
import { inParallel } from '../lives/in-parallel.ts'
import { callApi } from '../lives/steps.ts'
import type { InvoiceJson, PlayedInvoice } from './invoice.ts'

export interface Facts {
  listed: { id: string; customer: { email: string } }[]
  payments: BankPayment[]
  played: PlayedFacts[]
}

export interface BankPayment {
  status: string
  amount_in_minor: number
  metadata?: { invoice_id?: string; attempt_id?: string }
}

export interface PlayedFacts {
  email: string
  id: string | undefined
  invoice: InvoiceJson | undefined
  subjects: string[]
}

const AT_ONCE = 10
const PAGE = 100

export async function gatherFacts(
  server: Server,
  bank: string,
  played: readonly PlayedInvoice[],
): Promise<Facts> {
  return {
    listed: await listInvoices(server),
    payments: await listPayments(bank),
    played: await inParallel({ count: played.length, atOnce: AT_ONCE }, async (index) =>
      factsOf(played[index] as PlayedInvoice),
    ),
  }
}

async function factsOf(played: PlayedInvoice): Promise<PlayedFacts> {
  const { email, id } = played
  const invoice = id === undefined ? undefined : await played.read().catch(unlessMissing)
  return { email, id, invoice, subjects: await played.subjects() }
}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof Error && error.message === '404')) throw error
}

async function listInvoices(server: Server): Promise<Facts['listed']> {
  const all: Facts['listed'] = []
  let cursor: string | null = null
  do {
    const after: string = cursor === null ? '' : `&cursor=${cursor}`
    const page = (await callApi(server, `/v1/invoices?limit=${PAGE}${after}`)) as {
      data: Facts['listed']
      next_cursor: string | null
    }
    all.push(...page.data)
    cursor = page.next_cursor
  } while (cursor !== null)
  return all
}

async function listPayments(bank: string): Promise<BankPayment[]> {
  const response = await fetch(`${bank}/sandbox/payments?limit=1000000`)
  return ((await response.json()) as { payments: BankPayment[] }).payments
}
