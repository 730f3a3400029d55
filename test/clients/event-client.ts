import type { World } from '../support/harness.ts'
import { call } from './client.ts'

export interface PublishedJson {
  id: string
  type: string
  created_at: string
  sequence: number
  data: Record<string, unknown>
}

interface EventPage {
  data: PublishedJson[]
  next_cursor: string | null
}

export async function listEvents(world: World, query = ''): Promise<PublishedJson[]> {
  return (await call<EventPage>(world, 'GET', `/v1/events?${query}`)).json.data
}

export async function listAllEvents(world: World, query: string): Promise<PublishedJson[]> {
  const all: PublishedJson[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: EventPage = (await call<EventPage>(world, 'GET', `/v1/events?${query}${cursor}`)).json
    all.push(...page.data)
    cursor = page.next_cursor === null ? null : `&cursor=${page.next_cursor}`
  }
  return all
}
