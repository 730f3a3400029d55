import { Agent, request } from 'node:http'
import { inParallel } from '../lives/in-parallel.ts'
import { usageOf } from '../lives/processes.ts'

export interface Load {
  /** Requests a second. */
  rate: number
  /** CPU milliseconds a request. */
  cpu: number
}

export interface Target {
  pid: number
  urls: readonly string[]
  key?: string
}

export function createLoad({ requests, atOnce }: { requests: number; atOnce: number }) {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })

  return async ({ pid, urls, key }: Target): Promise<Load> => {
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` }
    const before = usageOf(pid).cpuSeconds
    const begun = performance.now()
    await inParallel({ count: requests, atOnce }, (index) => read(urls[index % urls.length] ?? '', headers))
    const ms = performance.now() - begun
    const cpuMs = (usageOf(pid).cpuSeconds - before) * 1_000
    return { rate: (requests / ms) * 1_000, cpu: cpuMs / requests }
  }

  function read(url: string, headers: Record<string, string>): Promise<void> {
    const answered = Promise.withResolvers<void>()
    const sent = request(url, { agent, headers }, (response) => {
      response.once('error', answered.reject).once('end', () => {
        if (response.statusCode === 200) answered.resolve()
        else answered.reject(new Error(`${url} answers ${response.statusCode}`))
      })
      response.resume()
    })
    sent.once('error', answered.reject).end()
    return answered.promise
  }
}
