import { loadEvents } from '../../db/invoices/event-store.ts'
import { InvoiceRow, CommandPayloadRow, MerchantRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import {
  type Channel,
  fold,
  type InvoiceEvent,
  type Reminder,
  reminderBlocker,
} from '../../domain/invoice/index.ts'
import { channelsOf } from '../../domain/invoice/reminder-plan.ts'
import { deliver, type SendResult, type DeliverDeps } from './send-message.ts'
import { suppressionEvents, appendAll, eventBase } from './record-delivery.ts'
import { planOf } from '../invoices/schedule.ts'
import type { MessageActivities } from '../invoices/types.ts'

/** Sends a reminder by each of its channels, unless there is a reason by now not to. */
export async function sendReminder(
  deps: DeliverDeps,
  { invoiceId, reminderId, testClockOffsetMs = 0 }: Parameters<MessageActivities['sendReminder']>[0],
): Promise<InvoiceEvent[]> {
  const { em } = deps
  const log = await loadEvents(em.fork(), invoiceId)
  const state = fold(log)
  const reminder = state.reminders.find(({ id }) => id === reminderId)
  if (reminder?.status !== 'planned') return log.filter((event) => isAbout(event, reminderId))
  const reason = reminderBlocker(state, reminder)
  if (reason) {
    const key = `reminder_skipped:${reminderId}:${reminder.at}`
    return appendAll(em, invoiceId, [
      { ...eventBase(testClockOffsetMs), type: 'reminder_skipped', key, reminderId, reason },
    ])
  }
  const channels = reminder.channels.filter((channel) => !state.blocked[channel])
  return sendBy(deps, invoiceId, reminder, channels, testClockOffsetMs)
}

async function sendBy(
  deps: DeliverDeps,
  invoiceId: string,
  { id: reminderId, days }: Reminder,
  channels: Channel[],
  testClockOffsetMs: number,
): Promise<InvoiceEvent[]> {
  const words = await bodyOf(deps.em, invoiceId, reminderId, days, channels)
  const matter = { ...(days === undefined ? {} : { days }), ...(words ? { customText: words } : {}) }
  const went: { channel: Channel; sent: Extract<SendResult, { outcome: 'accepted' }> }[] = []
  const events: InvoiceEvent[] = []
  let failure: Extract<SendResult, { outcome: 'refused' }> | undefined
  for (const channel of channels) {
    const sent = await deliver(deps, {
      invoiceId,
      kind: 'reminder',
      channel,
      discriminator: reminderId,
      matter,
    })
    if (sent.outcome === 'accepted') went.push({ channel, sent })
    else failure = sent
    events.push(...suppressionEvents(sent, channel, testClockOffsetMs))
  }
  const parts = went.find(({ sent }) => sent.parts)?.sent.parts
  const common = { ...eventBase(testClockOffsetMs), reminderId }
  const outcome: InvoiceEvent =
    went.length > 0
      ? {
          ...common,
          type: 'reminded',
          key: `reminded:${reminderId}`,
          channels: went.map(({ channel }) => channel),
          messageIds: went.map(({ sent }) => sent.messageId),
          ...(parts ? { parts } : {}),
        }
      : {
          ...common,
          type: 'reminder_failed',
          key: `reminder_failed:${reminderId}`,
          reason: failure?.reason ?? 'undeliverable',
        }
  return appendAll(deps.em, invoiceId, [outcome, ...events])
}

/** The merchant's own words for this reminder: of the step, or of the request for one now. */
async function bodyOf(
  em: EntityManager,
  invoiceId: string,
  reminderId: string,
  days: number | undefined,
  channels: Channel[],
): Promise<string | undefined> {
  const read = em.fork()
  if (days === undefined) return (await read.findOne(CommandPayloadRow, { id: reminderId }))?.body.note
  const invoice = await read.findOneOrFail(InvoiceRow, { id: invoiceId })
  const merchant = await read.findOneOrFail(MerchantRow, { id: invoice.merchantId })
  const { steps } = invoice.reminders ?? planOf(merchant)
  const reaches = (channel: Channel) => channels.includes(channel)
  return steps.find((step) => step.days === days && channelsOf(step.channel).some(reaches))?.text
}

function isAbout(event: InvoiceEvent, reminderId: string): boolean {
  return 'reminderId' in event && event.reminderId === reminderId && event.type !== 'reminder_requested'
}
