import { type Context, Hono } from 'hono'
import {
  type InvoiceRow,
  CommandPayloadRow,
  MerchantRow,
  type CommandPayload,
} from '../../../db/entities/index.ts'
import { isId, newId, siblingId } from '../../../db/ids.ts'
import { type CalendarDate, dateInZone, endOfDate } from '../../../domain/shared/calendar.ts'
import type { Channel } from '../../../domain/invoice/index.ts'
import { channelsOf } from '../../../domain/invoice/reminder-plan.ts'
import type { MerchantUpdate } from '../../../workflows/invoice/contract.ts'
import { withPendingMark } from '../../../clients/pending-commands.ts'
import type { ApiDeps } from '../../deps.ts'
import { invalidFields, Problem } from '../../http/problem.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import {
  LinkBody,
  parseBody,
  PauseBody,
  PaymentBody,
  RefundBody,
  RemindBody,
  ResumeBody,
  UndoBody,
  VoidBody,
} from './command-bodies.ts'
import { advanceBy } from './test-clock.ts'
import { findInvoice, viewInvoice, viewNext } from './find-invoice.ts'
import { readOptionalJson } from '../../http/json-body.ts'
import { withIdempotency } from '../../http/idempotency.ts'

interface CommandContext {
  invoice: InvoiceRow
  json: unknown
  commandId: string
  /** The invoice's own clock, milliseconds since 1970. */
  now: number
}

/** What is asked of the invoice, and what of it does not travel through Temporal. */
interface CommandSpec {
  update: WithoutActor<MerchantUpdate>
  body?: CommandPayload
  status?: 200 | 201 | 202
  /** What the answer has beside the invoice. */
  answer?: object
}

type WithoutActor<T> = T extends MerchantUpdate ? Omit<T, 'actor'> : never

/** `POST /v1/invoices/{id}/…`: what a merchant can ask of an invoice that is sent. */
export function commandRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const { em, channels: available } = deps
  const routes = new Hono<MerchantEnv>()

  command('/:id/remind', ({ json, commandId, invoice }) => {
    const { channel, text } = parseBody(RemindBody, json)
    const channels = channelsOf(channel)
    assertChannels(invoice, channels, '/channel')
    const update = { type: 'remind', commandId, reminderId: commandId, channels } as const
    return { update, status: 202, ...withNote(text) }
  })

  command('/:id/pause', ({ json, commandId }) => {
    const { note } = parseBody(PauseBody, json)
    return { update: { type: 'pause', commandId }, ...withNote(note) }
  })

  command('/:id/resume', ({ json, commandId }) => {
    const { dates } = parseBody(ResumeBody, json)
    return { update: { type: 'resume', commandId, dates } }
  })

  command('/:id/void', ({ json, commandId }) => {
    const { note } = parseBody(VoidBody, json)
    return { update: { type: 'void', commandId }, ...withNote(note) }
  })

  command('/:id/link', async ({ json, commandId, invoice, now }) => {
    const { expires_at: given, deliver: channels } = parseBody(LinkBody, json)
    const expiresAt = given ?? (await defaultExpiry(invoice, now))
    const linkId = newId('lnk')
    assertChannels(invoice, channels, '/deliver')
    return { update: { type: 'regenerate_link', commandId, linkId, expiresAt, channels } }
  })

  command('/:id/payments', async ({ json, commandId, invoice, now }) => {
    const { amount, method, paid_on, note, receipt } = parseBody(PaymentBody, json)
    const paidOn = await dayOf(invoice, now, paid_on, '/paid_on')
    const paymentId = siblingId('pay', commandId)
    const payment = { paymentId, amount: `${BigInt(amount)}`, method, paidOn, receipt } as const
    const update = { type: 'record_payment', commandId, ...payment } as const
    return { update, status: 201, answer: { payment: paymentId }, ...withNote(note) }
  })

  command('/:id/payments/:payment/undo', ({ json, commandId }, c) => {
    const { note } = parseBody(UndoBody, json)
    const paymentId = c.req.param('payment') ?? ''
    // What a caller makes up stays out of the workflow's history.
    if (!isId('pay', paymentId) && !isId('pat', paymentId)) throw new Problem('unknown_payment')
    return { update: { type: 'undo_payment', commandId, paymentId }, ...withNote(note) }
  })

  command('/:id/refunds', async ({ json, commandId, invoice, now }) => {
    const { amount, method, refunded_on, note } = parseBody(RefundBody, json)
    const refundId = siblingId('ref', commandId)
    const wanted = amount === undefined ? 'overpayment' : (`${BigInt(amount)}` as const)
    if (method) {
      const refundedOn = await dayOf(invoice, now, refunded_on, '/refunded_on')
      const outside = { refundId, amount: wanted, method, refundedOn } as const
      const update = { type: 'record_refund', commandId, ...outside } as const
      return { update, status: 201, answer: { refund: refundId }, ...withNote(note) }
    }
    const update = { type: 'refund', commandId, refundId, amount: wanted } as const
    return { update, status: 202, answer: { refund: refundId }, ...withNote(note) }
  })

  command('/:id/clock', async ({ json, commandId, invoice, now }) => {
    if (invoice.mode === 'live') throw new Problem('live_invoice')
    const { timeZone } = await merchantOf(invoice)
    return { update: { type: 'advance_clock', commandId, byMs: advanceBy(json, now, timeZone) } }
  })

  return routes

  /** The day that something was done, by the merchant's calendar: today unless given. */
  async function dayOf(
    invoice: InvoiceRow,
    now: number,
    given: CalendarDate | undefined,
    pointer: string,
  ): Promise<CalendarDate> {
    const today = dateInZone(now, (await merchantOf(invoice)).timeZone)
    if (given === undefined || given <= today) return given ?? today
    throw invalidFields([{ pointer, code: 'in_the_future', detail: 'must not be in the future' }])
  }

  /** Registers a command: found, read, done once, and answered with the invoice as it is then. */
  function command(
    path: string,
    order: (asked: CommandContext, c: Context) => CommandSpec | Promise<CommandSpec>,
  ): void {
    routes.post(path, async (c) => {
      const tenant = c.get('tenant')
      const invoice = await findInvoice(em, c.req.param('id') ?? '', tenant)
      const { text, json } = await readOptionalJson(c)
      return withIdempotency(deps, c, { tenant, subjectId: invoice.id, text }, async (commandId) => {
        const now = Date.now() + invoice.testClockOffsetMs
        const { update, body, status = 200, answer = {} } = await order({ invoice, json, commandId, now }, c)
        if (body) await saveNote(commandId, invoice.id, body)
        const request = { ...update, actor: c.get('actor') }
        const result = await withPendingMark(em, invoice.id, () => deps.invoices.command(invoice, request))
        if (result.outcome === 'refused') throw new Problem(result.refused)
        const settled = update.type === 'advance_clock' ? { settled: result.settled } : {}
        const view = await viewInvoice(deps, invoice.id, tenant)
        const next = await viewNext(deps, await findInvoice(em, invoice.id, tenant))
        return { status, body: { ...view, ...answer, ...settled, next } }
      })
    })
  }

  /** @throws Problem for a channel that is not set up, or for which the customer has no address */
  function assertChannels(invoice: InvoiceRow, channels: readonly Channel[], pointer: string): void {
    if (channels.some((channel) => !available.includes(channel))) {
      throw invalidFields([{ pointer, code: 'not_configured', detail: 'is not set up on this server' }])
    }
    if (channels.includes('sms') && !invoice.customerPhone) {
      const detail = 'needs the customer’s telephone number, and none is known'
      throw invalidFields([{ pointer, code: 'no_phone', detail }])
    }
  }

  /** Words stay here: only their id goes to the workflow. */
  async function saveNote(id: string, invoiceId: string, body: CommandPayload): Promise<void> {
    await em.fork().upsert(CommandPayloadRow, { id, invoiceId, body, createdAt: new Date() })
  }

  async function defaultExpiry(invoice: InvoiceRow, now: number): Promise<number> {
    const { timeZone, linkLifetimeDays } = await merchantOf(invoice)
    const today = dateInZone(now, timeZone)
    return endOfDate(invoice.dueDate > today ? invoice.dueDate : today, timeZone, linkLifetimeDays)
  }

  function merchantOf({ merchantId: id }: InvoiceRow): Promise<MerchantRow> {
    return em.fork().findOneOrFail(MerchantRow, { id })
  }
}

function withNote(note: string | undefined): { body?: CommandPayload } {
  return note === undefined ? {} : { body: { note } }
}
