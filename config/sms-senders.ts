import { type ByMode, byMode } from '../domain/shared/mode.ts'
import type { SmsSender } from '../integrations/sms/sms-sender.ts'
import { createTwilioSender, type TwilioLog } from '../integrations/sms/twilio.ts'
import type { Config } from './config.ts'
import { webhookPath } from './webhook-path.ts'

/** The api does not import the module, because its library takes about 25 MB. */
export function createSmsSenders(
  config: Pick<Config, 'live' | 'test' | 'publicUrl'>,
  log: TwilioLog,
): ByMode<SmsSender | undefined> {
  return byMode((mode) => {
    const { twilio } = config[mode]
    return twilio && createTwilioSender(twilio, `${config.publicUrl}${webhookPath(mode, 'twilio')}`, log)
  })
}
