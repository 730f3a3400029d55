import { seed } from '../../dev/stack/seed.ts'
import { call } from '../clients/client.ts'
import type { World } from './harness.ts'

export async function withNewMerchant(world: World, settings?: object): Promise<World> {
  const seeded = await seed(world.em.fork())
  const { api_key: apiKey, live_api_key: liveApiKey, merchant_id: merchantId } = seeded
  const other = { ...world, apiKey, liveApiKey, merchantId }
  if (settings) {
    const { status, json } = await call(inLiveMode(other), 'PATCH', '/v1/settings', settings)
    if (status !== 200) throw new Error(`settings: ${status} ${JSON.stringify(json)}`)
  }
  return other
}

export function inLiveMode(world: World): World {
  return { ...world, apiKey: world.liveApiKey }
}
