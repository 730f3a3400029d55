import { DriverException } from '@mikro-orm/core'

export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error) || !isOfDriver(error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return CODES.test(code) || CONNECTION_LOST.test(error.message)
}

/**
 * Excludes `aborted`, the error of a client that closed its connection to our server.
 *
 * @see https://github.com/nodejs/node/blob/main/lib/_http_server.js
 */
function isOfDriver(error: Error): boolean {
  // PostgreSQL's errors have a severity: https://www.postgresql.org/docs/current/protocol-error-fields.html
  if (error instanceof DriverException || error instanceof AggregateError || 'severity' in error) return true
  return error.constructor === Error && error.message !== 'aborted'
}

const CODES = /^(ECONN|ENOTFOUND|EAI_AGAIN|EHOST|ENET|EPIPE|ETIMEDOUT|08|53|57P0)/

const CONNECTION_LOST =
  /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/
