import { createHmac } from 'node:crypto'

/**
 * The signed text is the address and the parameters, sorted by name.
 *
 * @see https://www.twilio.com/docs/usage/security#validating-requests
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
