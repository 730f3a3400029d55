import type { IncomingMessage } from 'node:http'
import { Semaphore } from 'async-mutex'
import { LRUCache } from 'lru-cache'
import { createFilteredRequests, type FilteredRequests } from '../filtered-requests.ts'
import { DAY_MS } from '../../domain/shared/durations.ts'

interface BankLogo {
  contentType: string
  bytes: Uint8Array
}

export interface BankLogos {
  /** Undefined if the address has no logo for us. Follows no redirect. */
  read(url: string): Promise<BankLogo | undefined>
  close(): void
}

const CONTENT_TYPES = ['image/svg+xml', 'image/png', 'image/jpeg', 'image/webp']
const MAX_BYTES = 200_000
const MAX_KEPT_BYTES = 10_000_000
const MAX_AT_ONCE = 8
const ANSWER_MS = 5_000
const KEPT_MS = DAY_MS
const KEPT_MISSING_MS = 600_000

export function createBankLogos({ allowedAddresses }: { allowedAddresses: readonly string[] }): BankLogos {
  const requests = createFilteredRequests(allowedAddresses)
  const places = new Semaphore(MAX_AT_ONCE)
  const cache = new LRUCache<string, BankLogo | 'missing'>({
    maxSize: MAX_KEPT_BYTES,
    sizeCalculation: (logo, url) => url.length + (logo === 'missing' ? 0 : logo.bytes.length),
    ttl: KEPT_MS,
    async fetchMethod(url, _stale, { options: kept }) {
      const logo = await places.runExclusive(() => fetchLogo(url, requests)).catch(() => undefined)
      if (!logo) kept.ttl = KEPT_MISSING_MS
      return logo ?? 'missing'
    },
    // A request answers its readers even after the cache drops the entry.
    ignoreFetchAbort: true,
  })
  return {
    async read(url) {
      const logo = await cache.forceFetch(url)
      return logo === 'missing' ? undefined : logo
    },
    close: () => requests.close(),
  }
}

function fetchLogo(url: string, requests: FilteredRequests): Promise<BankLogo | undefined> {
  const options = { signal: AbortSignal.timeout(ANSWER_MS), headers: { accept: CONTENT_TYPES.join(', ') } }
  return new Promise((resolve, reject) => {
    const request = requests.request(url, options)
    request.on('response', (response) => {
      readLogo(response).then(resolve, reject)
    })
    request.on('error', reject)
    request.end()
  })
}

async function readLogo(response: IncomingMessage): Promise<BankLogo | undefined> {
  const contentType = (response.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (response.statusCode !== 200 || !CONTENT_TYPES.includes(contentType)) {
    response.destroy()
    return undefined
  }
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    // The end of the loop destroys the response.
    if (length > MAX_BYTES) return undefined
    chunks.push(chunk)
  }
  return length === 0 ? undefined : { contentType, bytes: Buffer.concat(chunks) }
}
