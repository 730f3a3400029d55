import { call } from './client.ts'
import type { World } from '../support/harness.ts'

export interface ApiKeyJson {
  id: string
  name: string
  mode: string
  scopes: string[]
  starts_with: string
  status: string
  created_at: string
  created_by: { type: string; id?: string }
  last_used_at: string | null
  expires_at: string | null
  revoked_at: string | null
  revoked_by: { type: string; id?: string } | null
  replaced_by: string | null
  key: string
}

export const ALL_SCOPES = ['read', 'write', 'refunds', 'webhooks']

export async function createKey(world: World, changes: Record<string, unknown> = {}): Promise<ApiKeyJson> {
  const body = { name: 'Server', scopes: ALL_SCOPES, ...changes }
  const { status, json } = await call<ApiKeyJson>(world, 'POST', '/v1/api_keys', body)
  if (status !== 201) throw new Error(`the key is not created: ${status} ${JSON.stringify(json)}`)
  return json
}

export async function readKey(world: World, id: string): Promise<ApiKeyJson> {
  return (await call<ApiKeyJson>(world, 'GET', `/v1/api_keys/${id}`)).json
}

export function rotateKey(world: World, id: string, body: object = {}, headers: Record<string, string> = {}) {
  return call<ApiKeyJson & { code?: string }>(world, 'POST', `/v1/api_keys/${id}/rotate`, body, headers)
}
