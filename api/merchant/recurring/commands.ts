import type { RecurringRow } from '../../../db/entities/index.ts'
import { loadRecurring } from '../../../db/recurring/event-store.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { MerchantActor } from '../../../domain/recurring/index.ts'
import type { RecurringUpdate } from '../../../workflows/recurring/contract.ts'
import { withPendingMark } from '../../../clients/pending-commands.ts'
import type { ApiDeps } from '../../deps.ts'
import type { IfMatch } from '../../http/entity-tag.ts'
import { Problem } from '../../http/errors/problem.ts'
import { parseBody } from '../../http/request/json-body.ts'
import { EmptyBody } from '../invoices/request/command-bodies.ts'
import { advanceBy } from '../invoices/test-clock.ts'
import { assertMayIssue } from '../trust/live-standing.ts'
import { changeCommand } from './change-recurring.ts'
import { OccurrenceBody } from './recurring-body.ts'

type Deps = Pick<ApiDeps, 'channels' | 'recurring' | 'rails'>

interface CommandRequest {
  json: unknown
  commandId: string
  actor: MerchantActor
  ifMatch?: IfMatch | undefined
  /** The id of the template that a change was made from. */
  base?: string | undefined
}

interface CommandContext extends Omit<CommandRequest, 'actor'> {
  deps: Deps
  em: EntityManager
  recurring: RecurringRow
}

type WithoutActor<T> = T extends RecurringUpdate ? Omit<T, 'actor'> : never
type CommandSpec = WithoutActor<RecurringUpdate>

const COMMANDS = {
  change: ({ deps, em, recurring: { id, merchantId, mode }, json, ...request }) =>
    changeCommand(deps, em, { merchantId, mode }, id, json, request),
  pause: ({ json, commandId }) => withoutFields('pause', json, commandId),
  resume: async ({ em, recurring, json, commandId }) => {
    const spec = withoutFields('resume', json, commandId)
    await assertMayIssue(em, recurring)
    return spec
  },
  end: ({ json, commandId }) => withoutFields('end', json, commandId),
  skip: ({ json, commandId }) => ({ type: 'skip', commandId, ...numberOf(json) }),
  retry: async ({ em, recurring, json, commandId }) => {
    const number = numberOf(json)
    await assertMayIssue(em, recurring)
    return { type: 'retry', commandId, ...number }
  },
  advance_clock: async ({ em, recurring, json, commandId }) => {
    if (recurring.mode === 'live') throw new Problem('live_recurring')
    const { timetable, testClockOffsetMs } = await loadRecurring(em, recurring.id)
    const byMs = advanceBy(json, Date.now() + testClockOffsetMs, timetable.timeZone)
    return { type: 'advance_clock', commandId, byMs }
  },
} satisfies Record<string, (context: CommandContext) => CommandSpec | Promise<CommandSpec>>

export type RecurringCommandName = keyof typeof COMMANDS

/** @throws Problem for invalid fields, or if the workflow refuses the command */
export async function runRecurringCommand(
  deps: Deps,
  em: EntityManager,
  recurring: RecurringRow,
  name: RecurringCommandName,
  { actor, ...request }: CommandRequest,
): Promise<{ settled: boolean; processed_until: string }> {
  const spec: CommandSpec = await COMMANDS[name]({ deps, em, recurring, ...request })
  const { id, merchantId } = recurring
  const subject = { workflow: 'recurring_invoice', id, merchantId } as const
  const result = await withPendingMark(em, subject, (knownEvents) =>
    deps.recurring.command(recurring, { ...spec, actor }, knownEvents),
  )
  if (result.outcome === 'refused') {
    const isStale = result.refused === 'changed_meanwhile' && request.ifMatch && !request.ifMatch.isAny
    throw new Problem(isStale ? 'precondition_failed' : result.refused)
  }
  const { settled, processedUntil } = result
  return { settled, processed_until: new Date(processedUntil).toISOString() }
}

function withoutFields<T extends 'pause' | 'resume' | 'end'>(type: T, json: unknown, commandId: string) {
  parseBody(EmptyBody, json)
  return { type, commandId }
}

function numberOf(json: unknown): { number?: number } {
  const { occurrence } = parseBody(OccurrenceBody, json)
  return occurrence === undefined ? {} : { number: occurrence }
}
