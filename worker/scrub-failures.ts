import { ApplicationFailure, TemporalFailure } from '@temporalio/common'
import type { Context } from '@temporalio/activity'
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker'

/** Messages of the listed errors contain only states and codes. */
const CLEAN = new Set([
  'RailUnavailableError',
  'UnknownToRailError',
  'MessageNotTakenError',
  'SendOutcomeUnknownError',
])

/**
 * Keeps personal data out of workflow histories, because error messages can quote names and addresses.
 * Temporal's own failures pass unchanged. Other errors lose the stack and, unless in `CLEAN`, the message.
 */
export function scrubFailures(context: Context): ActivityInboundCallsInterceptor {
  return {
    async execute(input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>) {
      try {
        return await next(input)
      } catch (error) {
        if (error instanceof TemporalFailure) throw error
        const { name, message, stack } = error instanceof Error ? error : new Error('not an error')
        const place = (stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
        context.log.warn('activity.failed', {
          error: name,
          code: codeOf(error),
          place: place.slice(0, 6).join('\n'),
        })
        const failure = ApplicationFailure.retryable(
          CLEAN.has(name) ? message : (codeOf(error) ?? name),
          name,
        )
        // The stack would reveal the server's folders in the history. The log has the stack.
        failure.stack = ''
        throw failure
      }
    },
  }
}

/** Returns only codes, which contain no personal data. */
function codeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code, statusCode } = at as { code?: unknown; statusCode?: unknown }
    if (typeof statusCode === 'number' && statusCode > 0) return `status ${statusCode}, code ${String(code)}`
    if (typeof code === 'string' && /^[A-Z0-9_]{2,40}$/.test(code)) return code
  }
  return undefined
}
