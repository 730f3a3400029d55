import { type Context, Hono } from 'hono'
import { type InvoiceRow, MerchantRow, type CommandPayload } from '../../../db/entities/index.ts'
import { isId, newId, siblingId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { type CalendarDate, dateInZone, endOfDate } from '../../../domain/shared/calendar.ts'
import type { Channel } from '../../../domain/invoice/index.ts'
import { channelsOf } from '../../../domain/invoice/reminder-plan.ts'
import type { MerchantUpdate } from '../../../workflows/invoice/contract.ts'
import type { ApiDeps } from '../../deps.ts'
import { invalidFields, Problem } from '../../http/problem.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import {
  LinkBody,
  PauseBody,
  PaymentBody,
  RefundBody,
  RemindBody,
  ResumeBody,
  UndoBody,
  VoidBody,
} from './command-bodies.ts'
import { assertMaySend } from '../trust/live-standing.ts'
import { advanceBy } from './test-clock.ts'
import { findInvoice, viewInvoiceAndNext } from './find-invoice.ts'
import { sendCommand } from './send-command.ts'
import { parseBody, readOptionalJson } from '../../http/json-body.ts'
import { withIdempotency } from '../../http/idempotency.ts'

interface CommandContext {
  em: EntityManager
  invoice: InvoiceRow
  json: unknown
  commandId: string
  /** Milliseconds since 1970, by the invoice's clock. */
  now: number
}

interface CommandSpec {
  update: WithoutActor<MerchantUpdate>
  payload?: CommandPayload
  status?: 200 | 201 | 202
  answer?: object
}

type WithoutActor<T> = T extends MerchantUpdate ? Omit<T, 'actor'> : never

export function commandRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const { channels: available } = deps
  const routes = new Hono<MerchantEnv>()

  command('/:id/remind', async ({ em, json, commandId, invoice }) => {
    const { channel, text } = parseBody(RemindBody, json)
    await assertMaySend(em, invoice)
    const channels = channelsOf(channel)
    assertChannels(invoice, channels, '/channel')
    const update = { type: 'remind', commandId, reminderId: commandId, channels } as const
    return { update, status: 202, ...(text === undefined ? {} : { payload: { reminderText: text } }) }
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
    const { note, notify } = parseBody(VoidBody, json)
    const silence = notify ? {} : { notify }
    return { update: { type: 'void', commandId, ...silence }, ...withNote(note) }
  })

  command('/:id/link', async ({ em, json, commandId, invoice, now }) => {
    const { expires_at: given, deliver: channels } = parseBody(LinkBody, json)
    const expiresAt = given ?? (await defaultExpiry(em, invoice, now))
    const linkId = newId('lnk')
    assertChannels(invoice, channels, '/deliver')
    return { update: { type: 'regenerate_link', commandId, linkId, expiresAt, channels } }
  })

  command('/:id/payments', async ({ em, json, commandId, invoice, now }) => {
    const { amount, method, paid_on, note, receipt } = parseBody(PaymentBody, json)
    const paidOn = await pastDate(em, invoice, now, paid_on, '/paid_on')
    const paymentId = siblingId('pay', commandId)
    const payment = { paymentId, amount, method, paidOn, receipt } as const
    const update = { type: 'record_payment', commandId, ...payment } as const
    return { update, status: 201, answer: { payment: paymentId }, ...withNote(note) }
  })

  command('/:id/payments/:payment/undo', ({ json, commandId }, c) => {
    const { note } = parseBody(UndoBody, json)
    const paymentId = c.req.param('payment') ?? ''
    // The id enters the workflow's history, which must contain no personal data.
    if (!isId('pay', paymentId) && !isId('pat', paymentId)) throw new Problem('unknown_payment')
    return { update: { type: 'undo_payment', commandId, paymentId }, ...withNote(note) }
  })

  command('/:id/refunds', async ({ em, json, commandId, invoice, now }) => {
    const { amount, method, refunded_on, note } = parseBody(RefundBody, json)
    const refundId = siblingId('ref', commandId)
    const toRefund = amount === undefined ? 'overpayment' : amount
    if (method) {
      const refundedOn = await pastDate(em, invoice, now, refunded_on, '/refunded_on')
      const manual = { refundId, amount: toRefund, method, refundedOn } as const
      const update = { type: 'record_refund', commandId, ...manual } as const
      return { update, status: 201, answer: { refund: refundId }, ...withNote(note) }
    }
    const update = { type: 'refund', commandId, refundId, amount: toRefund } as const
    return { update, status: 202, answer: { refund: refundId }, ...withNote(note) }
  })

  command('/:id/clock', async ({ em, json, commandId, invoice, now }) => {
    if (invoice.mode === 'live') throw new Problem('live_invoice')
    const { timeZone } = await merchantOf(em, invoice)
    return { update: { type: 'advance_clock', commandId, byMs: advanceBy(json, now, timeZone) } }
  })

  return routes

  function command(
    path: string,
    specify: (context: CommandContext, c: Context) => CommandSpec | Promise<CommandSpec>,
  ): void {
    routes.post(path, async (c) => {
      const em = c.get('em')
      const tenant = c.get('tenant')
      const invoice = await findInvoice(em, c.req.param('id') ?? '', tenant)
      const { id } = invoice
      const { text, json } = await readOptionalJson(c)
      const run = async (commandId: string) => {
        const now = Date.now() + invoice.testClockOffsetMs
        const spec = await specify({ em, invoice, json, commandId, now }, c)
        const { update, payload, status = 200, answer = {} } = spec
        const request = { ...update, actor: c.get('actor') }
        const result = await sendCommand(deps, em, invoice, request, payload)
        const settled = update.type === 'advance_clock' ? { settled: result.settled } : {}
        const view = await viewInvoiceAndNext(em, id, tenant, deps)
        return { status, body: { ...view, ...answer, ...settled } }
      }
      return withIdempotency(c, text, { resourceId: id, run })
    })
  }

  function assertChannels(invoice: InvoiceRow, channels: readonly Channel[], pointer: string): void {
    if (channels.some((channel) => !available[invoice.mode].includes(channel))) {
      throw invalidFields([{ pointer, code: 'not_configured', detail: 'is not set up on this server' }])
    }
    if (channels.includes('sms') && !invoice.customerPhone) {
      const detail = 'needs the customer’s phone number: add it with PATCH /v1/invoices/{id}'
      throw invalidFields([{ pointer, code: 'no_phone', detail }])
    }
  }
}

async function pastDate(
  em: EntityManager,
  invoice: InvoiceRow,
  now: number,
  given: CalendarDate | undefined,
  pointer: string,
): Promise<CalendarDate> {
  const today = dateInZone(now, (await merchantOf(em, invoice)).timeZone)
  if (given === undefined || given <= today) return given ?? today
  throw invalidFields([{ pointer, code: 'in_the_future', detail: 'must not be in the future' }])
}

/** @returns milliseconds since 1970 */
async function defaultExpiry(em: EntityManager, invoice: InvoiceRow, now: number): Promise<number> {
  const own = invoice.linkExpiresAt?.getTime()
  if (own !== undefined && own > now) return own
  const { timeZone, linkLifetimeDays } = await merchantOf(em, invoice)
  const today = dateInZone(now, timeZone)
  return endOfDate(invoice.dueDate > today ? invoice.dueDate : today, timeZone, linkLifetimeDays)
}

function merchantOf(em: EntityManager, { merchantId: id }: InvoiceRow): Promise<MerchantRow> {
  return em.findOneOrFail(MerchantRow, { id })
}

function withNote(note: string | undefined): { payload?: CommandPayload } {
  return note === undefined ? {} : { payload: { note } }
}
