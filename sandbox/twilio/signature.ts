import { createHmac } from 'node:crypto'

/**
 * Signs a form POST for `X-Twilio-Signature`: HMAC-SHA1, base64.
 * It covers the full address and each parameter's name and value, sorted by name.
 * https://www.twilio.com/docs/usage/security#validating-requests
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
