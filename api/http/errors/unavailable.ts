import { TemporalUnavailableError } from '../../../clients/call-with-retry.ts'
import { isDatabaseUnavailable } from '../../../db/unavailable.ts'
import { RailUnavailableError } from '../../../integrations/bank/rail.ts'
import { MailerUnavailableError } from '../../../integrations/email/mailer.ts'

type UnavailablePart = 'temporal' | 'rail' | 'mailer' | 'database'

/**
 * `retry-after` is in seconds.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export const RETRY_AFTER = { 'retry-after': '5' } as const

export function unavailablePart(error: unknown): UnavailablePart | undefined {
  if (error instanceof TemporalUnavailableError) return 'temporal'
  if (error instanceof RailUnavailableError) return 'rail'
  if (error instanceof MailerUnavailableError) return 'mailer'
  return isDatabaseUnavailable(error) ? 'database' : undefined
}
