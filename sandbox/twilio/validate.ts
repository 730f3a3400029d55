import { refuse, type Refusal } from './errors.ts'

export interface NewText {
  to: string
  from: string
  messagingServiceSid: string | null
  body: string
  statusCallback: string | null
}

const e164 = /^\+[1-9]\d{6,14}$/
const shortCode = /^\d{3,8}$/
const alphanumericSender = /^(?=.*[A-Za-z])[A-Za-z0-9 &+_-]{1,11}$/

// The numbers come from Twilio's test credentials: https://www.twilio.com/docs/iam/test-credentials
const magicTo: Record<string, (to: string) => Refusal> = {
  '+15005550001': (to) => refuse(21211, `Invalid 'To' Phone Number: ${to}`),
  '+15005550002': (to) =>
    refuse(21612, `Message cannot be sent with the current combination of 'To' (${to}) and 'From'`),
  '+15005550003': (to) =>
    refuse(
      21408,
      `Permission to send an SMS has not been enabled for the region indicated by the 'To' number: ${to}`,
    ),
  '+15005550004': (to) => unsubscribed(to),
  '+15005550009': (to) => refuse(21614, `'To' number is not a valid mobile number: ${to}`),
}
const magicFrom: Record<string, (from: string) => Refusal> = {
  '+15005550001': (from) => refuse(21212, `Invalid From Number (caller ID): ${from}`),
  '+15005550007': (from) =>
    refuse(21606, `The 'From' phone number ${from} is not a valid, SMS-capable number`),
  '+15005550008': (from) =>
    refuse(21611, `This 'From' number ${from} has exceeded the maximum number of queued messages`),
}

export function readText(
  form: URLSearchParams,
  hasOptedOut: (to: string, from: string) => boolean,
): NewText | Refusal {
  const to = (form.get('To') ?? '').trim()
  const from = (form.get('From') ?? '').trim()
  const messagingServiceSid = form.get('MessagingServiceSid') || null
  const body = form.get('Body') ?? ''
  const statusCallback = form.get('StatusCallback') || null

  if (!to) return refuse(21604, `A 'To' phone number is required.`)
  if (!from && !messagingServiceSid) return refuse(21603, `A 'From' phone number is required.`)
  if (!body.trim() && !form.has('MediaUrl')) return refuse(21602, 'Message body is required.')
  if (!e164.test(to)) return refuse(21211, `Invalid 'To' Phone Number: ${to}`)
  if (to === from) return refuse(21266, `'To' and 'From' number cannot be the same: ${to}`)
  if (from && !e164.test(from) && !shortCode.test(from) && !alphanumericSender.test(from)) {
    return refuse(21212, `Invalid From Number (caller ID): ${from}`)
  }
  if (Array.from(body).length > 1600) {
    return refuse(21617, 'The concatenated message body exceeds the 1600 character limit')
  }
  if (statusCallback && !/^https?:\/\/[^/]/.test(statusCallback)) {
    return refuse(21609, `The StatusCallback URL ${statusCallback} is not a valid URL.`)
  }
  const magic = magicTo[to]?.(to) ?? magicFrom[from]?.(from)
  if (magic) return magic
  if (hasOptedOut(to, from || messagingServiceSid || '')) return unsubscribed(to)
  return { to, from, messagingServiceSid, body, statusCallback }
}

function unsubscribed(to: string): Refusal {
  return refuse(21610, `Attempt to send to unsubscribed recipient ${to}`)
}
