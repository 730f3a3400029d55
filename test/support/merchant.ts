import { seed } from '../../dev/stack/demo/seed.ts'
import { call } from '../clients/client.ts'
import type { World } from './harness.ts'

interface NewMerchant {
  name?: string
  email?: string
  [setting: string]: unknown
}

export async function withNewMerchant(
  world: World,
  { name, email, ...settings }: NewMerchant = {},
): Promise<World> {
  const seeded = await seed(world.em.fork())
  const { api_key: apiKey, live_api_key: liveApiKey, merchant_id: merchantId } = seeded
  const other = { ...world, apiKey, liveApiKey, merchantId }
  await change('/v1/profile', { name, email })
  await change('/v1/settings', settings)
  return other

  async function change(path: string, body: Record<string, unknown>): Promise<void> {
    if (Object.values(body).every((value) => value === undefined)) return
    const { status, json } = await call(inLiveMode(other), 'PATCH', path, body)
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(json)}`)
  }
}

export function inLiveMode(world: World): World {
  return { ...world, apiKey: world.liveApiKey }
}
