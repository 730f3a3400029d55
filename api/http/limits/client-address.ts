import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import proxyAddress from 'proxy-addr'

export type ClientAddress = (c: Context) => string

export function createClientAddress(trusted: readonly string[]): ClientAddress {
  const isTrusted = proxyAddress.compile([...trusted])
  return (c) => {
    const { incoming } = c.env as Partial<HttpBindings>
    return incoming ? proxyAddress(incoming, isTrusted) : ''
  }
}
