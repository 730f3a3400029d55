import { DriverException } from '@mikro-orm/core'

/**
 * Considers codes of sockets, and PostgreSQL's codes 08 (connection), 53 (resources) and 57P0 (shutdown).
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error) || !isOfDriver(error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return CODES.test(code) || CONNECTION_LOST.test(error.message)
}

/**
 * Accepts plain errors too, because a failed `begin` has no wrapper. `fetch` rejects with other types. Node.js
 * reports `aborted` when a client closes its connection to our HTTP server.
 */
function isOfDriver(error: Error): boolean {
  if (error instanceof DriverException || error instanceof AggregateError) return true
  return error.constructor === Error && error.message !== 'aborted'
}

const CODES = /^(ECONN|ENOTFOUND|EAI_AGAIN|EHOST|ENET|EPIPE|ETIMEDOUT|08|53|57P0)/

/** The driver gives these errors no code. */
const CONNECTION_LOST =
  /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/
