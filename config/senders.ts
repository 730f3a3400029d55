import { type ByMode, byMode } from '../domain/shared/mode.ts'
import type { Mailer } from '../integrations/email/mailer.ts'
import { createPostmarkMailer } from '../integrations/email/postmark.ts'
import type { SmsSender } from '../integrations/sms/sms-sender.ts'
import { createTwilioSender } from '../integrations/sms/twilio.ts'
import type { Config } from './config.ts'
import { webhookPath } from './webhook-path.ts'

export function createMailers(config: Pick<Config, 'live' | 'test'>): ByMode<Mailer> {
  return byMode((mode) => createPostmarkMailer(config[mode].postmark))
}

export function createSmsSenders(
  config: Pick<Config, 'live' | 'test' | 'publicUrl'>,
): ByMode<SmsSender | undefined> {
  return byMode((mode) => {
    const { twilio } = config[mode]
    return twilio && createTwilioSender(twilio, `${config.publicUrl}${webhookPath(mode, 'twilio')}`)
  })
}
