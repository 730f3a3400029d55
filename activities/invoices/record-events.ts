import {
  appendDecision,
  appendUnderLock,
  loadEvents,
  UnknownInvoiceError,
} from '../../db/invoices/event-store.ts'
import { type InvoiceRow, CommandPayloadRow, MerchantRow } from '../../db/entities/index.ts'
import { newId } from '../../db/ids.ts'
import { nextInvoiceNumber } from '../../db/invoices/number-sequence.ts'
import type { EntityManager } from '../../db/orm.ts'
import { dateInZone } from '../../domain/shared/calendar.ts'
import {
  byRequest,
  bySchedule,
  commandIdOf,
  decide,
  isWorkflowDecision,
  isSuperseded,
  type InvoiceEvent,
  type InvoiceState,
  type Refusal,
} from '../../domain/invoice/index.ts'
import { nonRetryableIfMissing } from '../missing-row.ts'
import { amended, planOf, rescheduleOf, scheduleOf, shifted } from './schedule.ts'
import type { RecordActivities } from './types.ts'

type Request = Parameters<RecordActivities['reschedule']>[0]['request']

export function createRecordActivities({ em: shared }: { em: EntityManager }): RecordActivities {
  return {
    async loadInvoice({ invoiceId, issue, now }) {
      const em = shared.fork()
      const events = await loadEvents(em, invoiceId)
      if (events.length > 0 || !issue) return events
      try {
        const { log } = await appendUnderLock(em, invoiceId, async (state, invoice, tx) =>
          state.status === 'draft' ? [await issuedEvent(tx, invoice, now + invoice.testClockOffsetMs)] : [],
        )
        return log
      } catch (error) {
        // The merchant can delete a draft before the workflow issues the draft.
        if (error instanceof UnknownInvoiceError) return []
        throw error
      }
    },

    async recordEvents({ invoiceId, events, knownDecisions }) {
      const em = shared.fork()
      const keys = new Set(events.map(({ key }) => key))
      let isBehind = false
      await nonRetryableIfMissing(
        appendDecision(em, invoiceId, (state, recorded) => {
          const recordedKeys = new Set(recorded.map(({ key }) => key))
          // An earlier attempt may have recorded the given events.
          const otherDecisions = recorded.filter((event) => isWorkflowDecision(event) && !keys.has(event.key))
          isBehind =
            (knownDecisions !== undefined && otherDecisions.length > knownDecisions) ||
            events.some((event) => !recordedKeys.has(event.key) && isSuperseded(state, event))
          return isBehind ? [] : events
        }),
      )
      return isBehind ? { missed: true } : undefined
    },

    async reschedule({ invoiceId, request, now, knownDecisions = 0 }) {
      const em = shared.fork()
      let refused: Refusal | undefined
      const { log } = await nonRetryableIfMissing(
        appendUnderLock(em, invoiceId, async (state, invoice, tx) => {
          const decision = await decideSchedule(tx, state, invoice, request, now)
          if ('refused' in decision) {
            refused = decision.refused
            return []
          }
          return decision.events
        }),
      )
      const decisions = log.filter(isWorkflowDecision)
      const isOwn = ({ cause }: InvoiceEvent) => commandIdOf(cause) === request.commandId
      const others = decisions.filter((event) => !isOwn(event)).length
      const behind = others > knownDecisions ? { isBehind: true as const } : {}
      if (refused) return { refused, ...behind }
      const events = decisions.filter((event, index) => index >= knownDecisions && isOwn(event))
      return { events, ...behind }
    },
  }
}

async function decideSchedule(
  tx: EntityManager,
  state: InvoiceState,
  invoice: InvoiceRow,
  request: Request,
  now: number,
) {
  const merchant = await tx.findOneOrFail(MerchantRow, { id: invoice.merchantId })
  const { commandId, actor } = request
  if (request.type === 'resume') {
    const { dates } = request
    const facts = dates === 'shift' ? shifted(invoice, state, now, merchant) : {}
    const schedule = rescheduleOf(invoice, merchant, facts, state)
    const decision = decide(state, { type: 'resume', commandId, actor, dates, schedule, at: now })
    if ('events' in decision && decision.events.length > 0) Object.assign(invoice, facts)
    return decision
  }
  const { body } = await tx.findOneOrFail(CommandPayloadRow, { id: commandId })
  const { facts, changed, newAddress } = amended(invoice, body.changes ?? {}, merchant)
  const schedule = rescheduleOf(invoice, merchant, facts, state)
  const command = { type: 'amend', commandId, actor, schedule, changed, newAddress, at: now } as const
  const decision = decide(state, command)
  if ('events' in decision && decision.events.length > 0) Object.assign(invoice, facts)
  return decision
}

/**
 * @param now milliseconds since 1970, by the invoice's clock
 * @internal
 */
export async function issuedEvent(
  tx: EntityManager,
  invoice: InvoiceRow,
  now: number,
): Promise<Extract<InvoiceEvent, { type: 'issued' }>> {
  const merchant = await tx.findOneOrFail(MerchantRow, { id: invoice.merchantId })
  const { timeZone, numberPrefix, latePaymentPolicy, overpaymentPolicy } = merchant
  const year = Number(dateInZone(now, timeZone).slice(0, 4))
  // A change of the merchant's plan must not change the reminders of issued invoices.
  invoice.reminders ??= planOf(merchant)
  const number =
    invoice.number ?? (await nextInvoiceNumber(tx, merchant.id, invoice.mode, numberPrefix, year))
  return {
    type: 'issued',
    key: 'issued',
    at: now,
    cause: invoice.sendRequestedBy ? byRequest({ actor: invoice.sendRequestedBy }) : bySchedule,
    number,
    currency: invoice.currency,
    amount: invoice.amount,
    ...(invoice.deposit ? { deposit: invoice.deposit } : {}),
    channels: invoice.channels,
    linkId: newId('lnk'),
    ...scheduleOf(invoice, merchant),
    rules: { latePaymentPolicy, overpaymentPolicy },
    mode: invoice.mode,
    ...(invoice.testClockOffsetMs > 0 ? { testClockOffsetMs: invoice.testClockOffsetMs } : {}),
  }
}
