const LIVE = ['api.truelayer.com', 'auth.truelayer.com', 'api.token.io']

const SANDBOXES = ['api.truelayer-sandbox.com', 'auth.truelayer-sandbox.com', 'api.sandbox.token.io']

/** Checks whether the address is one of a provider for real payments. */
export function isLive(address: string): boolean {
  return LIVE.includes(hostOf(address))
}

/**
 * Checks whether previews may use an address. An address that also serves real payments must be a known
 * sandbox or local.
 */
export function isFitForPreviews(address: string, live: string): boolean {
  const host = hostOf(address)
  return whole(address) !== whole(live) || SANDBOXES.includes(host) || isLoopback(host)
}

/**
 * Checks whether the host is a name or address of the local machine.
 *
 * @internal
 */
export function isLoopback(host: string): boolean {
  return host === '[::1]' || /^(127(\.\d{1,3}){3}|(.+\.)?localhost)$/.test(host)
}

/** Returns the host name without a final dot, because both forms name the same host. */
function hostOf(address: string): string {
  return (URL.parse(address)?.hostname ?? '').replace(/\.$/, '')
}

function whole(address: string): string {
  const { port = '', pathname = '' } = URL.parse(address) ?? {}
  return `${hostOf(address)}:${port}${pathname.replace(/\/$/, '')}`
}
