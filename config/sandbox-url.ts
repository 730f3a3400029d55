/** Hosts of the providers that move money. */
const LIVE = ['api.truelayer.com', 'auth.truelayer.com', 'api.token.io']

/** Hosts of the providers' sandboxes, which never move money. */
const SANDBOXES = ['api.truelayer-sandbox.com', 'auth.truelayer-sandbox.com', 'api.sandbox.token.io']

/** Checks for a provider's address for real payments. */
export function isLive(address: string): boolean {
  return LIVE.includes(hostOf(address))
}

/**
 * Checks whether previews may use an address, given the address for real payments. A proxy hides the
 * provider. An address for both uses must be a known sandbox or a local host.
 */
export function isFitForPreviews(address: string, live: string): boolean {
  const host = hostOf(address)
  return whole(address) !== whole(live) || SANDBOXES.includes(host) || isLoopback(host)
}

/**
 * Checks for a host name or address of the local machine.
 *
 * @internal
 */
export function isLoopback(host: string): boolean {
  return host === '[::1]' || /^(127(\.\d{1,3}){3}|(.+\.)?localhost)$/.test(host)
}

/** Returns the host without the dot at the end, which names the same host. */
function hostOf(address: string): string {
  return (URL.parse(address)?.hostname ?? '').replace(/\.$/, '')
}

function whole(address: string): string {
  const { port = '', pathname = '' } = URL.parse(address) ?? {}
  return `${hostOf(address)}:${port}${pathname.replace(/\/$/, '')}`
}
