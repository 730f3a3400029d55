import type { SavedWebhook } from '../db/inbound-webhooks.ts'
import type { Rail } from '../domain/invoice/index.ts'
import type { Mode } from '../domain/shared/mode.ts'
import { WebhookVerificationError } from '../integrations/bank/rail.ts'
import { reportRailWebhook } from './rail-webhook.ts'
import type { InboundOutcome, InboundDeps } from './deps.ts'
import { parsePostmarkEvent, reportPostmarkEvent } from './postmark-event.ts'
import { parseTwilioEvent, reportTwilioEvent } from './twilio-event.ts'

/** @throws TemporalUnavailableError, RailUnavailableError */
export async function reportSavedWebhook(
  deps: InboundDeps,
  { source, mode, eventId, body }: SavedWebhook,
): Promise<InboundOutcome> {
  switch (source) {
    case 'truelayer':
    case 'tokenio':
      return reportSavedBankWebhook(deps, mode, source, body)
    case 'postmark': {
      const event = parsePostmarkEvent(body)
      return event ? reportPostmarkEvent(deps, mode, event, eventId) : 'ignored'
    }
    case 'twilio': {
      const event = parseTwilioEvent(body)
      return event ? reportTwilioEvent(deps, mode, event) : 'ignored'
    }
  }
}

async function reportSavedBankWebhook(
  deps: InboundDeps,
  mode: Mode,
  rail: Rail,
  body: string,
): Promise<InboundOutcome> {
  try {
    return await reportRailWebhook(deps, mode, rail, deps.rails[mode].get(rail).readWebhook(body))
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error
    deps.log.error({ source: rail, mode, reason: error.message }, 'webhook.unreadable')
    return 'ignored'
  }
}
