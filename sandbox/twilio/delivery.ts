import type { DatabaseSync } from 'node:sqlite'
import type { Jobs } from '../core/scheduled-jobs.ts'
import type { Webhooks } from '../core/webhooks.ts'
import { signTwilioRequest } from './signature.ts'
import { advanceText, findText, type Text } from './store.ts'

export interface TwilioAccount {
  accountSid: string
  authToken: string
}

export interface DeliveryDeps {
  database: DatabaseSync
  jobs: Jobs
  webhooks: Webhooks
  accounts: readonly TwilioAccount[]
  deliverDelayMs: number
}

const callbackRetryDelaysMs = [1_000, 5_000]

export function createDelivery(deps: DeliveryDeps): { begin: (text: Text) => void } {
  const { database, jobs, webhooks, accounts, deliverDelayMs } = deps

  function callBack(sid: string): void {
    const text = findText(database, sid)
    const account = accounts.find(({ accountSid }) => accountSid === text?.account_sid)
    if (!text?.status_callback || !account) return
    const { accountSid, authToken } = account
    const parameters: Record<string, string> = {
      AccountSid: accountSid,
      ApiVersion: '2010-04-01',
      From: text.from_number,
      MessageSid: sid,
      MessageStatus: text.status,
      SmsSid: sid,
      SmsStatus: text.status,
      To: text.to_number,
      ...(text.messaging_service_sid ? { MessagingServiceSid: text.messaging_service_sid } : {}),
      ...(text.error_code ? { ErrorCode: String(text.error_code) } : {}),
    }
    webhooks.send({
      provider: 'twilio',
      topic: text.status,
      url: text.status_callback,
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'x-twilio-signature': signTwilioRequest(authToken, text.status_callback, parameters),
        'user-agent': 'TwilioProxy/1.1',
      },
      body: new URLSearchParams(parameters).toString(),
      retryDelaysMs: callbackRetryDelaysMs,
    })
  }

  jobs.on('twilio.send', (sid) => {
    if (!findText(database, sid)) return
    advanceText(database, sid, 'sent')
    callBack(sid)
    jobs.plan('twilio.finish', sid, Date.now() + deliverDelayMs)
  })
  jobs.on('twilio.finish', (sid) => {
    const text = findText(database, sid)
    if (!text) return
    if (text.to_number.endsWith('0000')) advanceText(database, sid, 'undelivered', unreachableHandset)
    else advanceText(database, sid, 'delivered')
    callBack(sid)
  })

  return {
    begin: ({ sid }) => {
      callBack(sid)
      jobs.plan('twilio.send', sid, Date.now() + deliverDelayMs)
    },
  }
}

const unreachableHandset = 30003
