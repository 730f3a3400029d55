import type { InvoiceEventRow, InvoiceRow, PayLinkRow } from '../../db/entities/index.ts'
import { deadlines, type Deadline, type InvoiceState, owedMessages } from '../../domain/invoice/index.ts'
import { lineTotal } from '../../domain/lines.ts'
import { type LinkKey, signLinkToken } from '../../domain/pay-link.ts'

export interface LinkContext {
  publicUrl: string
  linkKeys: readonly LinkKey[]
}

/** An invoice as the API shows it. Amounts are JSON numbers of minor units: all are below 2^53. */
export function invoiceView(row: InvoiceRow, link: PayLinkRow | null, context: LinkContext) {
  return {
    id: row.id,
    object: 'invoice',
    mode: row.mode,
    status: row.status,
    number: row.number ?? null,
    currency: row.currency,
    subtotal: Number(row.subtotal),
    tax: Number(row.tax),
    amount: Number(row.amount),
    amount_due: Number(row.amountDue),
    amount_paid: Number(row.amountPaid),
    due_date: row.dueDate,
    description: row.description,
    instructions: row.instructions ?? null,
    customer: {
      name: row.customerName,
      email: row.customerEmail,
      phone: row.customerPhone ?? null,
      billing_address: row.billingAddress ?? null,
    },
    lines: row.lines.map((line) => {
      const { net, tax } = lineTotal(line)
      return {
        description: line.description,
        quantity: line.quantity,
        unit_amount: Number(line.unitAmount),
        tax_rate: line.taxRate ?? null,
        amount: Number(net),
        tax: Number(tax),
      }
    }),
    metadata: row.metadata,
    link: link && {
      url: payUrl(link.id, context),
      state: link.state,
      expires_at: link.expiresAt.toISOString(),
    },
    delivery: { channels: row.deliver, state: row.delivery },
    receipt: row.receipt,
    send_at: instant(row.sendAt),
    issued_at: instant(row.issuedAt),
    viewed_at: instant(row.viewedAt),
    paid_at: instant(row.paidAt),
    overdue_at: instant(row.overdueAt),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  }
}

export function payUrl(linkId: string, { publicUrl, linkKeys }: LinkContext): string {
  return `${publicUrl}/pay/${signLinkToken(linkId, linkKeys)}`
}

/** One entry of the timeline. */
export function eventView(row: InvoiceEventRow) {
  return {
    id: row.id,
    object: 'event',
    seq: row.seq,
    type: `invoice.${row.type}`,
    at: row.at.toISOString(),
    recorded_at: row.recordedAt.toISOString(),
    cause: row.cause,
    data: row.data,
  }
}

const LETTERS = { invoice_email: 'e-mail', invoice_sms: 'text message', receipt_email: 'receipt' } as const

/** What an invoice will do by itself, soonest first, and why. */
export function nextView(row: InvoiceRow, state: InvoiceState) {
  if (row.status === 'draft') {
    const why = row.sendAt ? 'The draft is set to be sent then.' : 'A draft does nothing until it is sent.'
    return {
      status: row.status,
      data: row.sendAt ? [{ event: 'invoice.issued', at: instant(row.sendAt), why }] : [],
      why,
    }
  }
  const letters = owedMessages(state).map((letter) => ({
    event: letter === 'receipt_email' ? 'invoice.receipt_sent' : 'invoice.sent',
    at: null,
    why: `The ${LETTERS[letter]} is on its way to its provider.`,
  }))
  const timed = deadlines(state).map((deadline) => ({
    ...describe(deadline, row),
    at: instant(new Date(deadline.at)),
  }))
  const data = [...letters, ...timed]
  return { status: row.status, data, why: data[0]?.why ?? 'Nothing more happens by itself.' }
}

function describe({ reason }: Deadline, row: InvoiceRow): { event: string; why: string } {
  switch (reason) {
    case 'overdue':
      return {
        event: 'invoice.overdue',
        why: `The due date, ${row.dueDate}, ends then in the merchant's time zone.`,
      }
    case 'link_expiry':
      return { event: 'invoice.link_expired', why: 'The payment link is valid until then.' }
    case 'payment_check':
      return {
        event: 'payment_check',
        why: 'A payment has begun; if the bank has said nothing by then, it is asked.',
      }
  }
}

function instant(date: Date | null | undefined): string | null {
  return date ? date.toISOString() : null
}
