import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import proxyAddress from 'proxy-addr'

/** Returns the address of the client, or of the last proxy that is not trusted. */
export type ClientAddress = (c: Context) => string

/**
 * @param trusted addresses and networks of our proxies, such as `10.0.0.0/8` or `loopback`
 * @throws TypeError for an address that cannot be read
 */
export function createClientAddress(trusted: readonly string[]): ClientAddress {
  const isTrusted = proxyAddress.compile([...trusted])
  return (c) => {
    const { incoming } = c.env as Partial<HttpBindings>
    return incoming ? proxyAddress(incoming, isTrusted) : ''
  }
}
