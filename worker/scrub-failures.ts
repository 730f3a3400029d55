import { ApplicationFailure, ApplicationFailureCategory, TemporalFailure } from '@temporalio/common'
import type { Context } from '@temporalio/activity'
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker'
import type { Outage } from '../clients/outage.ts'
import { noteOutage } from '../clients/outages.ts'

/** Messages of the listed errors must contain no personal data. */
const CLEAN = new Set([
  'RailUnavailableError',
  'UnknownToRailError',
  'MessageNotTakenError',
  'SendOutcomeUnknownError',
])

const MAX_DATABASE_PAUSE_MS = 5_000

/** Error messages can quote names and addresses, which histories must not contain. */
export function scrubFailures(
  context: Context,
  database: Pick<Outage, 'noteFailure'>,
): ActivityInboundCallsInterceptor {
  return {
    async execute(input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>) {
      try {
        return await next(input)
      } catch (error) {
        if (error instanceof TemporalFailure) throw error
        const { name, message, stack } = error instanceof Error ? error : new Error('not an error')
        const place = (stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
        const isOutage = noteOutage(database, error)
        context.log[isOutage ? 'debug' : 'warn']('activity.failed', {
          error: name,
          code: codeOf(error),
          place: place.slice(0, 6).join('\n'),
        })
        const failure = ApplicationFailure.create({
          message: CLEAN.has(name) ? message : (codeOf(error) ?? name),
          type: name,
          ...(isOutage
            ? {
                category: ApplicationFailureCategory.BENIGN,
                nextRetryDelay: pauseAfter(context.info.attempt),
              }
            : {}),
        })
        // The history must not contain the stack, which names the server's folders.
        failure.stack = ''
        throw failure
      }
    },
  }
}

function pauseAfter(attempt: number): number {
  return Math.min(100 * 2 ** attempt, MAX_DATABASE_PAUSE_MS)
}

/** The result must be a code, because other texts can contain personal data. */
function codeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code, statusCode } = at as { code?: unknown; statusCode?: unknown }
    if (typeof statusCode === 'number' && statusCode > 0) return `status ${statusCode}, code ${String(code)}`
    if (typeof code === 'string' && /^[A-Z0-9_]{2,40}$/.test(code)) return code
  }
  return undefined
}
