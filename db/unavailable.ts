import { DriverException } from '@mikro-orm/core'

/**
 * Checks whether an error reports a lost or refused connection to PostgreSQL. The codes are of sockets, and of
 * PostgreSQL's classes 08, 53 and 57P0. Some errors of the driver have only a message.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error) || !isOfDriver(error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return CODES.test(code) || CONNECTION_LOST.test(error.message)
}

/**
 * Accepts plain errors too, because a failed `begin` has no wrapper. `fetch` has other types of errors. The
 * message `aborted` is of a client that closed its connection to our HTTP server.
 */
function isOfDriver(error: Error): boolean {
  if (error instanceof DriverException || error instanceof AggregateError) return true
  return error.constructor === Error && error.message !== 'aborted'
}

const CODES = /^(ECONN|ENOTFOUND|EAI_AGAIN|EHOST|ENET|EPIPE|ETIMEDOUT|08|53|57P0)/

/**
 * The driver's messages for lost connections and for connection timeouts.
 *
 * @see https://github.com/brianc/node-postgres/blob/master/packages/pg/lib/client.js
 */
const CONNECTION_LOST =
  /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/
