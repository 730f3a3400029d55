import type { World } from '../support/harness.ts'
import { waitFor } from '../support/wait.ts'
import { call } from './client.ts'

export interface EndpointJson {
  id: string
  url: string
  status: string
  disabled_reason: string | null
  secret: string
  earlier_secret_expires_at: string | null
  events: string[] | null
}

interface TryJson {
  status_code: number | null
  failure: string | null
  response: string
}

export interface DeliveryJson {
  id: string
  endpoint: string
  event: { id: string; type: string; sequence: number }
  status: string
  is_redelivery: boolean
  attempts: number
  last_attempt: TryJson | null
  next_attempt_at: string | null
  tries: TryJson[]
  body: object
}

export async function createEndpoint(world: World, url: string, more: object = {}): Promise<EndpointJson> {
  const { status, json } = await call<EndpointJson>(world, 'POST', '/v1/webhook_endpoints', { url, ...more })
  if (status !== 201) throw new Error(`not created: ${status} ${JSON.stringify(json)}`)
  return json
}

export async function readEndpoint(world: World, id: string): Promise<EndpointJson> {
  return (await call<EndpointJson>(world, 'GET', `/v1/webhook_endpoints/${id}`)).json
}

export async function sendTest(world: World, endpointId: string): Promise<DeliveryJson> {
  const path = `/v1/webhook_endpoints/${endpointId}/test`
  const { status, json } = await call<DeliveryJson>(world, 'POST', path)
  if (status !== 202) throw new Error(`no test: ${status} ${JSON.stringify(json)}`)
  return json
}

export async function listDeliveries(world: World, query: string): Promise<DeliveryJson[]> {
  const { json } = await call<{ data: DeliveryJson[] }>(world, 'GET', `/v1/webhook_deliveries?${query}`)
  return json.data
}

export async function untilDelivery(world: World, id: string, status: string): Promise<DeliveryJson> {
  return waitFor(async () => {
    const { json } = await call<DeliveryJson>(world, 'GET', `/v1/webhook_deliveries/${id}`)
    return json.status === status && json
  })
}
