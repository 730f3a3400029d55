import { CommandPayloadRow, InvoiceRow, MerchantRow } from '../../db/entities/index.ts'
import { loadDocument, type LoadedDocument } from '../../db/invoices/document.ts'
import type { EntityManager } from '../../db/orm.ts'
import {
  type Channel,
  type InvoiceEvent,
  type Reminder,
  reminderBlocker,
  type SkipReason,
} from '../../domain/invoice/index.ts'
import { channelsOf } from '../../domain/invoice/messages/reminder-plan.ts'
import { readProgress, reviveUnneeded } from '../../db/notifications/notification-store.ts'
import { planOf } from '../../db/invoices/schedule.ts'
import { DAY_MS } from '../../domain/shared/durations.ts'
import { isMerchantBlocked } from '../merchant-blocked.ts'
import type { MessageActivities } from '../invoices/types.ts'
import type { NotificationDeps } from './channels.ts'
import type { MessageContext } from './compose-message.ts'
import { appendAll, eventBase, suppressionEvents } from './record-delivery.ts'
import { sendCopies } from './send-copies.ts'
import { type SendResult, sendUnlessSuperseded } from './send-message.ts'

const CLOCK_SKEW_MS = 60_000

export async function sendReminder(
  deps: NotificationDeps,
  input: Parameters<MessageActivities['sendReminder']>[0],
): Promise<InvoiceEvent[]> {
  const { em } = deps
  const { invoiceId, reminderId, testClockOffsetMs = 0 } = input
  const loaded = await loadDocument(em, invoiceId, { kind: 'reminder' })
  const { state, events: log } = loaded
  const reminder = state.reminders.find(({ id }) => id === reminderId)
  if (reminder?.status !== 'planned') return log.filter((event) => isOutcomeOf(event, reminderId))
  // The dates can have moved since the activity began.
  const isLater = reminder.at > Date.now() + testClockOffsetMs + CLOCK_SKEW_MS
  const isMoved = isLater && reminder.days !== undefined
  const reason = reminderBlocker(state, reminder)
  const source = { invoiceId, kind: 'reminder', discriminator: reminderId } as const
  // An earlier attempt may have sent the reminder without recording it.
  const earlier = isMoved || reason ? await readProgress(em, source) : 'none'
  if (isMoved && earlier !== 'sent') return []
  if (reason && earlier === 'none') {
    return appendAll(em, invoiceId, [skipped(reminder, reason, testClockOffsetMs)], log)
  }
  const channels = reminder.channels.filter((channel) => earlier !== 'none' || !state.blocked[channel])
  await reviveUnneeded(em, source)
  const events = await sendByChannels(deps, invoiceId, loaded, reminder, channels, testClockOffsetMs)
  return events ?? sendReminder(deps, input)
}

/** Returns undefined if the log has changed before any message went out. */
async function sendByChannels(
  deps: NotificationDeps,
  invoiceId: string,
  loaded: LoadedDocument,
  reminder: Reminder,
  channels: Channel[],
  testClockOffsetMs: number,
): Promise<InvoiceEvent[] | undefined> {
  const { em } = deps
  const { id: reminderId, days } = reminder
  const context: MessageContext = days === undefined ? {} : { days }
  const customText = await customTextOf(em, invoiceId, reminderId, days, channels)
  if (customText) context.customText = customText
  const accepted: { channel: Channel; sent: Extract<SendResult, { outcome: 'accepted' }> }[] = []
  const events: InvoiceEvent[] = []
  let refusal: Extract<SendResult, { outcome: 'refused' }> | undefined
  const skipIfOver = (error: unknown) => {
    const isOver = Date.now() + testClockOffsetMs - reminder.at > DAY_MS
    if (isOver && isMerchantBlocked(error)) return 'merchant_suspended' as const
    throw error
  }
  let unsent: SkipReason = channels.length > 0 ? 'nothing_due' : 'undeliverable'
  const failures: unknown[] = []
  for (const channel of channels) {
    const message = {
      invoiceId,
      loaded,
      kind: 'reminder',
      channel,
      discriminator: reminderId,
      context,
    } as const
    // A channel that fails holds back no other.
    const sent = await sendUnlessSuperseded(deps, message)
      .catch(skipIfOver)
      .catch((error: unknown) => void failures.push(error))
    if (sent === undefined) continue
    if (sent === 'merchant_suspended') {
      unsent = sent
      continue
    }
    if (sent.outcome === 'superseded') {
      if (accepted.length + failures.length === 0) return undefined
      break
    }
    if (sent.outcome === 'accepted') accepted.push({ channel, sent })
    else if (sent.outcome === 'refused') refusal = sent
    else if (sent.reason === 'not_sent_in_test_mode') unsent = sent.reason
    events.push(...suppressionEvents(sent, channel, testClockOffsetMs))
  }
  if (failures.length > 0) throw failures[0]
  // A retry after the record of the reminder sends no copies.
  if (channels.includes('email')) {
    const request = { invoiceId, loaded, kind: 'reminder', discriminator: reminderId, context } as const
    await sendCopies(deps, request).catch(skipIfOver)
  }
  const segments = accepted.find(({ sent }) => sent.segments)?.sent.segments
  const common = { ...eventBase(testClockOffsetMs), reminderId }
  const outcome: InvoiceEvent =
    accepted.length > 0
      ? {
          ...common,
          type: 'reminded',
          key: `reminded:${reminderId}`,
          channels: accepted.map(({ channel }) => channel),
          messageIds: accepted.map(({ sent }) => sent.messageId),
          ...(segments ? { segments } : {}),
        }
      : refusal
        ? {
            ...common,
            type: 'reminder_failed',
            key: `reminder_failed:${reminderId}`,
            reason: refusal.reason,
          }
        : skipped(reminder, unsent, testClockOffsetMs)
  return appendAll(em, invoiceId, [outcome, ...events], loaded.events)
}

function skipped(
  { id: reminderId, at }: Reminder,
  reason: SkipReason,
  testClockOffsetMs: number,
): InvoiceEvent {
  const key = `reminder_skipped:${reminderId}:${at}`
  return { ...eventBase(testClockOffsetMs), type: 'reminder_skipped', key, reminderId, reason }
}

async function customTextOf(
  em: EntityManager,
  invoiceId: string,
  reminderId: string,
  days: number | undefined,
  channels: Channel[],
): Promise<string | undefined> {
  if (days === undefined) return (await em.findOne(CommandPayloadRow, { id: reminderId }))?.body.reminderText
  const invoice = await em.findOneOrFail(InvoiceRow, { id: invoiceId })
  const merchant = await em.findOneOrFail(MerchantRow, { id: invoice.merchantId })
  const { steps } = invoice.reminders ?? planOf(merchant)
  const usesChannel = (channel: Channel) => channels.includes(channel)
  return steps.find((step) => step.days === days && channelsOf(step.channel).some(usesChannel))?.text
}

function isOutcomeOf(event: InvoiceEvent, reminderId: string): boolean {
  return 'reminderId' in event && event.reminderId === reminderId && event.type !== 'reminder_requested'
}
