import { computeCredit, writeCreditNotes } from '../../db/credit-notes/write-credit-notes.ts'
import { appendDecision, appendUnderLock, loadEvents } from '../../db/invoices/event-store.ts'
import { type InvoiceRow, CommandPayloadRow, MerchantRow } from '../../db/entities/index.ts'
import { issueDraft } from '../../db/invoices/issue/issue-draft.ts'
import type { EntityManager } from '../../db/orm.ts'
import {
  commandIdOf,
  decide,
  isWorkflowDecision,
  isSuperseded,
  refusalOfAnyCredit,
  type InvoiceEvent,
  type InvoiceState,
  type Decision,
  type Refusal,
} from '../../domain/invoice/index.ts'
import type { CreditRefusal } from '../../domain/credit-note/credit-of.ts'
import { nonRetryableIfMissing } from '../missing-row.ts'
import { amended, rescheduleOf, shifted } from './reschedule.ts'
import type { RecordActivities, RecordedDecision } from './types.ts'

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
      const decideEvents = (state: InvoiceState, recorded: readonly InvoiceEvent[]) => {
        const recordedKeys = new Set(recorded.map(({ key }) => key))
        // An earlier attempt may have recorded the given events.
        const otherDecisions = recorded.filter((event) => isWorkflowDecision(event) && !keys.has(event.key))
        isBehind =
          (knownDecisions !== undefined && otherDecisions.length > knownDecisions) ||
          events.some((event) => !recordedKeys.has(event.key) && isSuperseded(state, event))
        return isBehind ? [] : events
      }
      const hasCreditNote = events.some(({ type }) => type === 'credited')
      await nonRetryableIfMissing(
        hasCreditNote
          ? appendUnderLock(em, invoiceId, async (state, invoice, tx, recorded) =>
              writeCreditNotes(tx, invoice, decideEvents(state, recorded), recorded),
            )
          : appendDecision(em, invoiceId, decideEvents),
      )
      return isBehind ? { isBehind } : undefined
    },

    reschedule: (input) =>
      decideUnderLock(shared.fork(), input, async ({ state, invoice, tx }) => {
        const { request, now } = input
        if (isOutdated(request, state)) return { refused: 'precondition_failed' }
        return decideSchedule(tx, state, invoice, request, now)
      }),

    credit: (input) =>
      decideUnderLock(shared.fork(), input, async ({ state, invoice, tx, recorded }) => {
        const { request, now } = input
        if (state.commandIds.includes(request.commandId)) return { events: [] }
        const { body } = await tx.findOneOrFail(CommandPayloadRow, { id: request.commandId })
        // An erasure empties the payload.
        if (!body.credit) return { refused: 'nothing_to_credit' }
        const closed = refusalOfAnyCredit(state)
        if (closed) return { refused: closed }
        const { wanted, reason } = body.credit
        const content = await computeCredit(tx, invoice, wanted)
        if ('refused' in content) return { refused: toRefusal(content.refused) }
        const { amount } = content
        const decision = decide(state, { ...request, type: 'credit', amount, at: now })
        if ('refused' in decision) return decision
        const contents = { ...content, reason }
        return { events: await writeCreditNotes(tx, invoice, decision.events, recorded, contents) }
      }),
  }
}

interface Locked {
  state: InvoiceState
  invoice: InvoiceRow
  tx: EntityManager
  recorded: readonly InvoiceEvent[]
}

interface DecisionInput {
  invoiceId: string
  request: { commandId: string }
  knownDecisions?: number
}

async function decideUnderLock(
  em: EntityManager,
  { invoiceId, request, knownDecisions = 0 }: DecisionInput,
  decideIn: (locked: Locked) => Promise<Decision>,
): Promise<RecordedDecision> {
  let refused: Refusal | undefined
  const { log } = await nonRetryableIfMissing(
    appendUnderLock(em, invoiceId, async (state, invoice, tx, recorded) => {
      const decision = await decideIn({ state, invoice, tx, recorded })
      if ('events' in decision) return decision.events
      refused = decision.refused
      return []
    }),
  )
  const decisions = log.filter(isWorkflowDecision)
  // Automatic events of the decision count as others, so the workflow loads them.
  const isOwn = ({ cause }: InvoiceEvent) => commandIdOf(cause) === request.commandId
  const others = decisions.filter((event) => !isOwn(event)).length
  const behind = others > knownDecisions ? { isBehind: true as const } : {}
  if (refused) return { refused, ...behind }
  const events = decisions.filter((event, index) => index >= knownDecisions && isOwn(event))
  return { events, ...behind }
}

function toRefusal(refused: CreditRefusal): Refusal {
  return refused === 'credit_exceeds_invoice' ? refused : 'nothing_to_credit'
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
): Promise<Decision> {
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
