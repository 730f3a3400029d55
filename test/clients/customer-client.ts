import type { World } from '../support/harness.ts'
import { call } from './client.ts'

export interface CustomerJson {
  id: string
  name: string | null
  email: string | null
  phone: string | null
  language: string | null
  company_number: string | null
  tax_number: string | null
  billing_address: Record<string, string> | null
  cc: string[]
  erased_at: string | null
}

export async function createCustomer(world: World, body: Record<string, unknown>): Promise<CustomerJson> {
  const { status, json } = await call<CustomerJson>(world, 'POST', '/v1/customers', body)
  if (status !== 201) throw new Error(`not created: ${status} ${JSON.stringify(json)}`)
  return json
}

export async function readCustomer(world: World, id: string): Promise<CustomerJson> {
  return (await call<CustomerJson>(world, 'GET', `/v1/customers/${id}`)).json
}

export async function customersWith(world: World, email: string): Promise<CustomerJson[]> {
  const { json } = await call(world, 'GET', `/v1/customers?email=${encodeURIComponent(email)}`)
  return json['data'] as CustomerJson[]
}

export async function customerTimeline(world: World, id: string): Promise<unknown[]> {
  const { json } = await call(world, 'GET', `/v1/customers/${id}/events`)
  return (json['data'] as { type: string; actor: { type: string }; cause: string; data: object }[]).map(
    ({ type, actor, cause, data }) => [type, actor.type, cause, data],
  )
}
