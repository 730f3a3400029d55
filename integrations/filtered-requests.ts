import { type ClientRequest, request as requestHttp, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent'

export interface FilteredRequests {
  /** The request fails for a private or local address that is not allowed. */
  request(url: string, options: RequestOptions): ClientRequest
  close(): void
}

export function createFilteredRequests(allowedAddresses: readonly string[]): FilteredRequests {
  const options = { keepAlive: true, allowIPAddressList: [...allowedAddresses] }
  const http = new RequestFilteringHttpAgent(options)
  const https = new RequestFilteringHttpsAgent(options)
  return {
    request: (url, given) =>
      new URL(url).protocol === 'https:'
        ? requestHttps(url, { ...given, agent: https })
        : requestHttp(url, { ...given, agent: http }),
    close() {
      http.destroy()
      https.destroy()
    },
  }
}
