import { type CommandPayload, type InvoiceRow, MerchantRow } from '../../../db/entities/index.ts'
import { isId, newId, siblingId } from '../../../db/ids.ts'
import { zoneOf } from '../../../db/invoices/schedule.ts'
import { loadEvents } from '../../../db/invoices/event-store.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { type Channel, fold, type MerchantActor, refundableByBank } from '../../../domain/invoice/index.ts'
import { channelsOf } from '../../../domain/invoice/messages/reminder-plan.ts'
import { type CalendarDate, dateInZone, endOfDate } from '../../../domain/shared/calendar.ts'
import { type Currency, decimalAmount } from '../../../domain/shared/money.ts'
import type { MerchantUpdate } from '../../../workflows/invoice/contract.ts'
import type { ApiDeps } from '../../deps.ts'
import { parseBody } from '../../http/request/json-body.ts'
import { invalidFields, Problem } from '../../http/errors/problem.ts'
import { CreditBody } from '../credit-notes/credit-body.ts'
import { wantedCredit } from '../credit-notes/wanted-credit.ts'
import { assertMaySend } from '../trust/live-standing.ts'
import {
  LinkBody,
  PauseBody,
  PaymentBody,
  RefundBody,
  RemindBody,
  ResumeBody,
  UndoBody,
  VoidBody,
} from './request/command-bodies.ts'
import { sendCommand } from './send-command.ts'
import { advanceBy } from './test-clock.ts'

type Deps = Pick<ApiDeps, 'channels' | 'invoices'>

export interface CommandRequest {
  json: unknown
  commandId: string
  actor: MerchantActor
  /** `undo_payment` undoes this payment. */
  paymentId?: string | undefined
  /** Without it, no command moves money as a side effect. */
  mayRefund?: boolean
}

interface CommandContext extends Omit<CommandRequest, 'actor'> {
  em: EntityManager
  invoice: InvoiceRow
  available: readonly Channel[]
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

const COMMANDS = {
  remind,
  pause,
  resume,
  void: voidInvoice,
  link: regenerateLink,
  record_payment: recordPayment,
  undo_payment: undoPayment,
  refund,
  credit: issueCreditNote,
  advance_clock: advanceClock,
} satisfies Record<string, (context: CommandContext) => CommandSpec | Promise<CommandSpec>>

export type CommandName = keyof typeof COMMANDS

/** @throws Problem for invalid fields, or if the workflow refuses the command */
export async function runCommand(
  deps: Deps,
  em: EntityManager,
  invoice: InvoiceRow,
  name: CommandName,
  { actor, ...request }: CommandRequest,
): Promise<{ status: 200 | 201 | 202; answer: object }> {
  const now = Date.now() + invoice.testClockOffsetMs
  const available = deps.channels[invoice.mode]
  const {
    update,
    payload,
    status = 200,
    answer,
  } = await COMMANDS[name]({
    em,
    invoice,
    available,
    now,
    ...request,
  })
  const sent = sendCommand(deps, em, invoice, { ...update, actor }, payload)
  const result = await sent.catch((error: unknown) => withAmountByBank(em, invoice, error))
  const settled = name === 'advance_clock' ? { settled: result.settled } : {}
  return { status, answer: { ...answer, ...settled } }
}

/** @throws Problem always; one about too large a refund by bank states how much is possible */
async function withAmountByBank(
  em: EntityManager,
  { id, currency }: InvoiceRow,
  error: unknown,
): Promise<never> {
  if (!(error instanceof Problem) || error.code !== 'refund_exceeds_bank_payments') throw error
  const amount = refundableByBank(fold(await loadEvents(em, id)))
  const text = `${decimalAmount({ amount, currency: currency as Currency })} ${currency}`
  throw new Problem(
    error.code,
    `At most ${text} can be refunded by bank: for the rest choose another \`method\`.`,
  )
}

async function remind({ em, json, commandId, invoice, available }: CommandContext): Promise<CommandSpec> {
  const { channel, text } = parseBody(RemindBody, json)
  await assertMaySend(em, invoice)
  const channels = channelsOf(channel)
  assertChannels({ invoice, available }, channels, '/channel')
  const update = { type: 'remind', commandId, reminderId: commandId, channels } as const
  return { update, status: 202, ...(text === undefined ? {} : { payload: { reminderText: text } }) }
}

function pause({ json, commandId }: CommandContext): CommandSpec {
  const { note } = parseBody(PauseBody, json)
  return { update: { type: 'pause', commandId }, ...withNote(note) }
}

function resume({ json, commandId }: CommandContext): CommandSpec {
  const { dates } = parseBody(ResumeBody, json)
  return { update: { type: 'resume', commandId, dates } }
}

async function voidInvoice({ em, json, commandId, invoice }: CommandContext): Promise<CommandSpec> {
  const { note, notify, credit_note } = parseBody(VoidBody, json)
  const silence = notify ? {} : ({ notify: false } as const)
  const isCredited = credit_note ?? (await merchantOf(em, invoice)).creditNoteOnVoid
  const credit = isCredited ? { creditNoteId: siblingId('crn', commandId) } : {}
  return { update: { type: 'void', commandId, ...silence, ...credit }, ...withNote(note) }
}

async function regenerateLink(context: CommandContext): Promise<CommandSpec> {
  const { em, json, commandId, invoice, now } = context
  const { expires_at: given, deliver: channels } = parseBody(LinkBody, json)
  const expiresAt = given ?? (await defaultExpiry(em, invoice, now))
  const linkId = newId('lnk')
  assertChannels(context, channels, '/deliver')
  return { update: { type: 'regenerate_link', commandId, linkId, expiresAt, channels } }
}

async function recordPayment({ em, json, commandId, invoice, now }: CommandContext): Promise<CommandSpec> {
  const { amount, method, paid_on, note, receipt } = parseBody(PaymentBody, json)
  const paidOn = await pastDate(em, invoice, now, paid_on, '/paid_on')
  const paymentId = siblingId('pay', commandId)
  const payment = { paymentId, amount, method, paidOn, receipt } as const
  const update = { type: 'record_payment', commandId, ...payment } as const
  return { update, status: 201, answer: { payment: paymentId }, ...withNote(note) }
}

function undoPayment({ json, commandId, paymentId = '' }: CommandContext): CommandSpec {
  const { note } = parseBody(UndoBody, json)
  // The id enters the workflow's history, which must contain no personal data.
  if (!isId('pay', paymentId) && !isId('pat', paymentId)) throw new Problem('unknown_payment')
  return { update: { type: 'undo_payment', commandId, paymentId }, ...withNote(note) }
}

async function refund({ em, json, commandId, invoice, now }: CommandContext): Promise<CommandSpec> {
  const { amount, method, refunded_on, credit_note, note } = parseBody(RefundBody, json)
  const refundId = siblingId('ref', commandId)
  const creditNoteId = siblingId('crn', commandId)
  const credit = credit_note ? { creditNoteId } : {}
  const answer = { refund: refundId, ...(credit_note ? { credit_note: creditNoteId } : {}) }
  const toRefund = amount === undefined ? 'overpayment' : amount
  if (method) {
    const refundedOn = await pastDate(em, invoice, now, refunded_on, '/refunded_on')
    const manual = { refundId, amount: toRefund, method, refundedOn, ...credit } as const
    const update = { type: 'record_refund', commandId, ...manual } as const
    return { update, status: 201, answer, ...withNote(note) }
  }
  const update = { type: 'refund', commandId, refundId, amount: toRefund, ...credit } as const
  return { update, status: 202, answer, ...withNote(note) }
}

function issueCreditNote({ json, commandId, invoice, mayRefund }: CommandContext): CommandSpec {
  const body = parseBody(CreditBody, json)
  const { reason, notify, note } = body
  const creditNoteId = siblingId('crn', commandId)
  const wanted = wantedCredit(invoice, body)
  const silence = notify ? {} : ({ notify: false } as const)
  return {
    update: {
      type: 'credit',
      commandId,
      creditNoteId,
      ...silence,
      ...(mayRefund ? {} : { keepsOverpayment: true }),
    },
    payload: {
      credit: { wanted, ...(reason === undefined ? {} : { reason }) },
      ...(note === undefined ? {} : { note }),
    },
    status: 201,
    answer: { credit_note: creditNoteId },
  }
}

async function advanceClock({ em, json, commandId, invoice, now }: CommandContext): Promise<CommandSpec> {
  if (invoice.mode === 'live') throw new Problem('live_invoice')
  const timeZone = zoneOf(invoice, await merchantOf(em, invoice))
  return { update: { type: 'advance_clock', commandId, byMs: advanceBy(json, now, timeZone) } }
}

function assertChannels(
  { invoice, available }: Pick<CommandContext, 'invoice' | 'available'>,
  channels: readonly Channel[],
  pointer: string,
): void {
  if (channels.some((channel) => !available.includes(channel))) {
    throw invalidFields([{ pointer, code: 'not_configured', detail: 'is not set up on this server' }])
  }
  if (channels.includes('sms') && !invoice.customerPhone) {
    const detail = 'needs the customer’s phone number: add it with PATCH /v1/invoices/{id}'
    throw invalidFields([{ pointer, code: 'no_phone', detail }])
  }
}

async function pastDate(
  em: EntityManager,
  invoice: InvoiceRow,
  now: number,
  given: CalendarDate | undefined,
  pointer: string,
): Promise<CalendarDate> {
  const today = dateInZone(now, zoneOf(invoice, await merchantOf(em, invoice)))
  if (given === undefined || given <= today) return given ?? today
  throw invalidFields([{ pointer, code: 'in_the_future', detail: 'must not be in the future' }])
}

/** @returns milliseconds since 1970 */
async function defaultExpiry(em: EntityManager, invoice: InvoiceRow, now: number): Promise<number> {
  const own = invoice.linkExpiresAt?.getTime()
  if (own !== undefined && own > now) return own
  const merchant = await merchantOf(em, invoice)
  const timeZone = zoneOf(invoice, merchant)
  const today = dateInZone(now, timeZone)
  const lastDay = invoice.dueDate > today ? invoice.dueDate : today
  return endOfDate(lastDay, timeZone, merchant.linkLifetimeDays)
}

function merchantOf(em: EntityManager, { merchantId: id }: InvoiceRow): Promise<MerchantRow> {
  return em.findOneOrFail(MerchantRow, { id })
}

function withNote(note: string | undefined): { payload?: CommandPayload } {
  return note === undefined ? {} : { payload: { note } }
}
