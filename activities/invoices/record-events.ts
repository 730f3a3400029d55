import { appendDecision, appendUnderLock, loadEvents } from '../../db/invoices/event-store.ts'
import { type InvoiceRow, CommandPayloadRow, MerchantRow } from '../../db/entities/index.ts'
import { issueDraft } from '../../db/invoices/issue-draft.ts'
import type { EntityManager } from '../../db/orm.ts'
import {
  commandIdOf,
  decide,
  isWorkflowDecision,
  isSuperseded,
  type InvoiceEvent,
  type InvoiceState,
  type Refusal,
} from '../../domain/invoice/index.ts'
import { nonRetryableIfMissing } from '../missing-row.ts'
import { amended, rescheduleOf, shifted } from './reschedule.ts'
import type { RecordActivities } from './types.ts'

type Request = Parameters<RecordActivities['reschedule']>[0]['request']

export function createRecordActivities({ em: shared }: { em: EntityManager }): RecordActivities {
  return {
    async loadInvoice({ invoiceId }) {
      const em = shared.fork()
      const events = await loadEvents(em, invoiceId)
      if (events.length > 0) return events
      const { log } = await issueDraft(em, invoiceId, { hasWorkflow: true })
      return log
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
      return isBehind ? { isBehind } : undefined
    },

    async reschedule({ invoiceId, request, now, knownDecisions = 0 }) {
      const em = shared.fork()
      let refused: Refusal | undefined
      const { log } = await nonRetryableIfMissing(
        appendUnderLock(em, invoiceId, async (state, invoice, tx) => {
          if (isOutdated(request, state)) {
            refused = 'precondition_failed'
            return []
          }
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

function isOutdated(request: Request, { decisionCount, commandIds }: InvoiceState): boolean {
  if (request.type !== 'amend' || request.ifDecisionCount === undefined) return false
  return request.ifDecisionCount !== decisionCount && !commandIds.includes(request.commandId)
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
