import { TemporalUnavailableError } from '../../clients/call-with-retry.ts'
import { RailUnavailableError } from '../../integrations/bank/rail.ts'
import { MailerUnavailableError } from '../../integrations/email/mailer.ts'

type UnavailablePart = 'temporal' | 'rail' | 'mailer' | 'database'

/**
 * The header counts seconds.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export const RETRY_AFTER = { 'retry-after': '5' } as const

/** @returns undefined for an error of another kind */
export function unavailablePart(error: unknown): UnavailablePart | undefined {
  if (error instanceof TemporalUnavailableError) return 'temporal'
  if (error instanceof RailUnavailableError) return 'rail'
  if (error instanceof MailerUnavailableError) return 'mailer'
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isDatabaseUnavailable(cause)) return 'database'
  }
  return undefined
}

/**
 * The codes are of sockets, and of PostgreSQL's classes 08, 53 and 57P0. Some errors of the driver have only
 * a message.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
function isDatabaseUnavailable(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : ''
  return /^(ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|08|53|57P0)/.test(code) || CONNECTION_LOST.test(error.message)
}

/**
 * Matches the driver's messages for lost connections and for connection timeouts.
 *
 * @see https://github.com/brianc/node-postgres/blob/master/packages/pg/lib/client.js
 */
const CONNECTION_LOST =
  /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/
