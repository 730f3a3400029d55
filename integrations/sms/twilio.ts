import type { Logger } from 'pino'
import twilio from 'twilio'
import { MessageNotTakenError, type SendOutcome } from '../send-outcome.ts'
import type { SmsSender } from './sms-sender.ts'
import { meaningOfTwilioCode } from './twilio-errors.ts'
import { textHashOf } from './text-hash.ts'

export interface TwilioSettings {
  apiUrl: string
  accountSid: string
  authToken: string
  from: string
}

export type TwilioLog = Pick<Logger, 'error'>

const TIMEOUT_MS = 15_000
/** The clocks of Twilio and of this machine differ by less. */
const CLOCK_DIFFERENCE_MS = 600_000
const MAX_LISTED = 50
const HOST = 'https://api.twilio.com'

/**
 * The requests have no idempotency key or metadata, so `find` compares number and body.
 *
 * @see https://www.twilio.com/docs/messaging/api/message-resource
 */
export function createTwilioSender(settings: TwilioSettings, callbackUrl: string, log: TwilioLog): SmsSender {
  const client = createClient(settings)
  return {
    async send({ messageId, to, body }) {
      const statusCallback = `${callbackUrl}?message=${encodeURIComponent(messageId)}`
      try {
        const { sid } = await client.messages.create({ to, from: settings.from, body, statusCallback })
        return { outcome: 'accepted', providerMessageId: sid }
      } catch (error) {
        return refusedOrThrow(error, messageId, log)
      }
    },

    async find({ to, textHash, attemptedAt }) {
      const dateSentAfter = new Date(attemptedAt.getTime() - CLOCK_DIFFERENCE_MS)
      const sent = await client.messages.list({ to, dateSentAfter, limit: MAX_LISTED })
      return sent.filter(({ body }) => textHashOf(body) === textHash).map(({ sid }) => sid)
    },
  }
}

function createClient({ apiUrl, accountSid, authToken }: TwilioSettings): twilio.Twilio {
  const httpClient = new twilio.RequestClient({ timeout: TIMEOUT_MS })
  const request = httpClient.request.bind(httpClient)
  httpClient.request = (options) => request({ ...options, uri: options.uri.replace(HOST, apiUrl) })
  return twilio(accountSid, authToken, { httpClient })
}

function refusedOrThrow(error: unknown, messageId: string, log: TwilioLog): SendOutcome {
  if (!(error instanceof twilio.RestException)) throw error
  const { status, code = 0 } = error
  const reason = meaningOfTwilioCode(code)
  if (reason === 'not_sent') log.error({ messageId, code }, 'sms.not_sent')
  if (reason !== undefined) return { outcome: 'refused', reason }
  if (status >= 400 && status < 500) throw new MessageNotTakenError(`Twilio answered ${status}, code ${code}`)
  throw error
}
