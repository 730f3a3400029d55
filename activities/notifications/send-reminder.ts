import { loadEvents } from '../../db/invoices/event-store.ts'
import { InvoiceRow, MerchantRequestRow, MerchantRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import {
  type Channel,
  fold,
  type InvoiceEvent,
  type Reminder,
  whyNotRemind,
} from '../../domain/invoice/index.ts'
import { channelsOf } from '../../domain/invoice/reminder-plan.ts'
import { deliver, type Delivered, type DeliverDeps } from './send-message.ts'
import { blocking, record, stamp } from './record-delivery.ts'
import { planOf } from '../invoices/schedule.ts'
import type { MessageActivities } from '../invoices/types.ts'

/** Sends a reminder by each of its channels, unless there is a reason by now not to. */
export async function sendReminder(
  deps: DeliverDeps,
  { invoiceId, reminderId, clockMs = 0 }: Parameters<MessageActivities['sendReminder']>[0],
): Promise<InvoiceEvent[]> {
  const { em } = deps
  const log = await loadEvents(em.fork(), invoiceId)
  const state = fold(log)
  const reminder = state.reminders.find(({ id }) => id === reminderId)
  if (reminder?.state !== 'planned') return log.filter((event) => isAbout(event, reminderId))
  const reason = whyNotRemind(state, reminder)
  if (reason) {
    const key = `reminder_skipped:${reminderId}:${reminder.at}`
    return record(em, invoiceId, [{ ...stamp(clockMs), type: 'reminder_skipped', key, reminderId, reason }])
  }
  const channels = reminder.channels.filter((channel) => !state.blocked[channel])
  return sendBy(deps, invoiceId, reminder, channels, clockMs)
}

async function sendBy(
  deps: DeliverDeps,
  invoiceId: string,
  { id: reminderId, days }: Reminder,
  channels: Channel[],
  clockMs: number,
): Promise<InvoiceEvent[]> {
  const words = await wordsOf(deps.em, invoiceId, reminderId, days, channels)
  const matter = { ...(days === undefined ? {} : { days }), ...(words ? { words } : {}) }
  const went: { channel: Channel; sent: Extract<Delivered, { outcome: 'accepted' }> }[] = []
  const events: InvoiceEvent[] = []
  let failure: Extract<Delivered, { outcome: 'refused' }> | undefined
  for (const channel of channels) {
    const sent = await deliver(deps, { invoiceId, kind: 'reminder', channel, subject: reminderId, matter })
    if (sent.outcome === 'accepted') went.push({ channel, sent })
    else failure = sent
    events.push(...blocking(sent, channel, clockMs))
  }
  const parts = went.find(({ sent }) => sent.parts)?.sent.parts
  const common = { ...stamp(clockMs), reminderId }
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
  return record(deps.em, invoiceId, [outcome, ...events])
}

/** The merchant's own words for this reminder: of the step, or of the request for one now. */
async function wordsOf(
  em: EntityManager,
  invoiceId: string,
  reminderId: string,
  days: number | undefined,
  channels: Channel[],
): Promise<string | undefined> {
  const read = em.fork()
  if (days === undefined) return (await read.findOne(MerchantRequestRow, { id: reminderId }))?.body.note
  const invoice = await read.findOneOrFail(InvoiceRow, { id: invoiceId })
  const merchant = await read.findOneOrFail(MerchantRow, { id: invoice.merchantId })
  const { steps } = invoice.reminders ?? planOf(merchant)
  const reaches = (channel: Channel) => channels.includes(channel)
  return steps.find((step) => step.days === days && channelsOf(step.channel).some(reaches))?.text
}

function isAbout(event: InvoiceEvent, reminderId: string): boolean {
  return 'reminderId' in event && event.reminderId === reminderId && event.type !== 'reminder_requested'
}
