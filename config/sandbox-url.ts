/** Where money moves. */
const LIVE = ['api.truelayer.com', 'auth.truelayer.com', 'api.token.io']

/** Where it never does. */
const SANDBOXES = ['api.truelayer-sandbox.com', 'auth.truelayer-sandbox.com', 'api.sandbox.token.io']

/** Is it one of the providers' own addresses for real payments? */
export function isLive(address: string): boolean {
  return LIVE.includes(hostOf(address))
}

/**
 * May previews be paid at this address, if real payments go to that one? A proxy of one's own does not say what is
 * behind it: where it is both, only a sandbox can be.
 */
export function isFitForPreviews(address: string, live: string): boolean {
  const host = hostOf(address)
  return whole(address) !== whole(live) || SANDBOXES.includes(host) || isLoopback(host)
}

/** Is it this machine itself? */
export function isLoopback(host: string): boolean {
  return host === '[::1]' || /^(127(\.\d{1,3}){3}|(.+\.)?localhost)$/.test(host)
}

/** A dot at the end names the same host. */
function hostOf(address: string): string {
  return (URL.parse(address)?.hostname ?? '').replace(/\.$/, '')
}

function whole(address: string): string {
  const { port = '', pathname = '' } = URL.parse(address) ?? {}
  return `${hostOf(address)}:${port}${pathname}`
}
