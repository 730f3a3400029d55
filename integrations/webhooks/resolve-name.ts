import { lookup as lookupInSystem, type LookupAddress, type LookupOptions } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { callbackify } from 'node:util'

const ANSWER_MS = 2_000
const TRIES = 2

/**
 * Asks name servers directly, because a slow system lookup occupies one of Node's threads.
 *
 * @see https://nodejs.org/api/dns.html#implementation-considerations
 */
export function createLookup(nameServers?: readonly string[]): LookupFunction {
  const resolver = new Resolver({ timeout: ANSWER_MS, tries: TRIES })
  if (nameServers) resolver.setServers(nameServers)
  return (hostname, options, callback) => {
    if (/(^|\.)localhost\.?$/i.test(hostname)) return lookupInSystem(hostname, options, callback)
    resolve(resolver, hostname, options, (error, addresses) => {
      if (error) return callback(error, [])
      const [first] = addresses
      if (options.all) return callback(null, addresses)
      callback(null, first?.address ?? '', first?.family)
    })
  }
}

const resolve = callbackify(resolveBoth)

async function resolveBoth(
  resolver: Resolver,
  hostname: string,
  { family }: LookupOptions,
): Promise<LookupAddress[]> {
  const wants = (version: 4 | 6) => !family || family === version || family === `IPv${version}`
  const [four, six] = await Promise.allSettled([
    wants(4) ? resolver.resolve4(hostname) : [],
    wants(6) ? resolver.resolve6(hostname) : [],
  ])
  const addresses = [
    ...(four.status === 'fulfilled' ? four.value.map((address) => ({ address, family: 4 })) : []),
    ...(six.status === 'fulfilled' ? six.value.map((address) => ({ address, family: 6 })) : []),
  ]
  if (addresses.length > 0) return addresses
  const failed = [four, six].find((result) => result.status === 'rejected')
  throw Object.assign(new Error(`no address of ${hostname}`, { cause: failed?.reason }), {
    code: 'ENOTFOUND',
  })
}
