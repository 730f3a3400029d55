const LIVE = ['api.truelayer.com', 'auth.truelayer.com', 'webhooks.truelayer.com', 'api.token.io']

const SANDBOXES = [
  'api.truelayer-sandbox.com',
  'auth.truelayer-sandbox.com',
  'webhooks.truelayer-sandbox.com',
  'api.sandbox.token.io',
]

export function isLive(address: string): boolean {
  return LIVE.includes(hostOf(address))
}

export function isSandbox(address: string): boolean {
  return SANDBOXES.includes(hostOf(address))
}

export function isSameAddress(one: string, other: string): boolean {
  return whole(one) === whole(other)
}

export function isOnThisMachine(address: string): boolean {
  return isLoopback(hostOf(address))
}

function isLoopback(host: string): boolean {
  return host === '[::1]' || /^(127(\.\d{1,3}){3}|(.+\.)?localhost)$/.test(host)
}

/**
 * Removes a final dot, because both forms name the same host.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1034#section-3.1
 */
function hostOf(address: string): string {
  return (URL.parse(address)?.hostname ?? '').replace(/\.$/, '')
}

function whole(address: string): string {
  const { port = '', pathname = '' } = URL.parse(address) ?? {}
  return `${hostOf(address)}:${port}${pathname.replace(/\/$/, '')}`
}
