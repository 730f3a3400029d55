import { createHmac } from 'node:crypto'

/**
 * The X-Twilio-Signature of a form POST: HMAC-SHA1, base64, over the full address followed by name and value
 * of each parameter, sorted by name. https://www.twilio.com/docs/usage/security#validating-requests
 */
export function signTwilioRequest(
  authToken: string,
  url: string,
  parameters: Record<string, string>,
): string {
  const signed = Object.keys(parameters)
    .toSorted()
    .reduce((text, name) => text + name + parameters[name], url)
  return createHmac('sha1', authToken).update(signed).digest('base64')
}
