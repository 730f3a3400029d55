import type { PublicRecurringEvent } from '../../../../domain/events/recurring-events.ts'
import type { SkippedBecause } from '../../../../domain/recurring/index.ts'
import { DAY_MS } from '../../../../domain/shared/durations.ts'
import { count, day } from '../../format.ts'
import { FAILURES, scheduleWords } from '../recurring-words.ts'

interface Words {
  title: string
  detail?: string
  tone?: 'good' | 'bad'
  invoiceId?: string
}

const SKIPPED: Record<SkippedBecause, string> = {
  merchant: 'You skipped it.',
  paused: 'It was paused then.',
  missed: 'It was too late after an outage.',
}

/** @returns undefined for what only prepares the next event */
export function historyWords({ type, data }: PublicRecurringEvent): Words | undefined {
  switch (type) {
    case 'recurring_invoice.created':
      return { title: 'Set up', detail: `An invoice ${scheduleWords(data.schedule)}.` }
    case 'recurring_invoice.changed':
      return { title: 'Changed', detail: `From then on an invoice ${scheduleWords(data.schedule)}.` }
    case 'recurring_invoice.planned':
    case 'recurring_invoice.occurrence_due':
      return undefined
    case 'recurring_invoice.paused':
      return { title: 'Paused' }
    case 'recurring_invoice.resumed':
      return { title: 'Resumed', tone: 'good' }
    case 'recurring_invoice.ended':
      return {
        title: 'Ended',
        detail: data.reason === 'schedule' ? 'Its schedule was over.' : 'You ended it.',
      }
    case 'recurring_invoice.clock_advanced':
      return {
        title: 'Test clock moved',
        detail: `Ahead by ${count(Math.round(data.by_ms / DAY_MS), 'day')}.`,
      }
    case 'recurring_invoice.occurrence_issued':
      return {
        title: `Invoice ${data.occurrence} issued`,
        detail: `For ${day(data.date)}.`,
        tone: 'good',
        invoiceId: data.invoice_id,
      }
    case 'recurring_invoice.occurrence_drafted':
      return {
        title: `Draft ${data.occurrence} made`,
        detail: `For ${day(data.date)}. It waits for you to send or delete it.`,
        invoiceId: data.invoice_id,
      }
    case 'recurring_invoice.occurrence_failed':
      return { title: `Invoice ${data.occurrence} failed`, detail: FAILURES[data.code], tone: 'bad' }
    case 'recurring_invoice.occurrences_skipped': {
      const { first, last, reason } = data
      const isOne = first.occurrence === last.occurrence
      const dates = isOne ? day(first.date) : `${day(first.date)} to ${day(last.date)}`
      const numbers = isOne ? `${first.occurrence}` : `${first.occurrence} to ${last.occurrence}`
      return { title: `Invoice ${numbers} skipped`, detail: `For ${dates}. ${SKIPPED[reason]}` }
    }
    case 'recurring_invoice.merchant_notified':
      return { title: 'You were told by e-mail', detail: `Invoice ${data.occurrence} had failed.` }
    case 'recurring_invoice.merchant_notification_failed':
      return {
        title: 'The e-mail to you did not arrive',
        detail: `Invoice ${data.occurrence} had failed.`,
        tone: 'bad',
      }
  }
}
