import type { Server } from '../lives/dialects.ts'
import { callApi } from '../lives/steps.ts'

export interface Endpoint {
  change(changes: { status?: 'enabled' | 'disabled'; events?: readonly string[] | null }): Promise<void>
  /** Delivers every event of the period again. Times are in milliseconds since 1970. */
  redeliver(since: number, until: number): Promise<number>
}

export async function createEndpoint(
  server: Pick<Server, 'api' | 'key'>,
  url: string,
  events: readonly string[] | null = null,
): Promise<Endpoint> {
  const endpoints = '/v1/webhook_endpoints'
  const made = await callApi(server, endpoints, JSON.stringify({ url, events }))
  const { id } = made as { id: string }
  return {
    async change(changes) {
      await callApi(server, `${endpoints}/${id}`, JSON.stringify(changes), 'PATCH')
    },
    async redeliver(since, until) {
      const period = { since: new Date(since).toISOString(), until: new Date(until).toISOString() }
      const body = JSON.stringify({ ...period, events: 'all' })
      const answer = await callApi(server, `${endpoints}/${id}/redeliver`, body)
      return (answer as { events: number }).events
    },
  }
}
