import { randomBytes } from 'node:crypto'
import { hashApiKey } from '../../api/http/api-key-auth.ts'
import { ApiKeyRow } from '../../db/entities/index.ts'
import { seed } from '../../dev/stack/seed.ts'
import type { World } from './harness.ts'

interface OtherKeys {
  otherMerchant: string
  otherMode: string
}

/** Returns keys of another merchant, and of the other mode of the world's merchant. */
export function useOtherKeys(world: World): () => Promise<OtherKeys> {
  let keys: Promise<OtherKeys> | undefined
  return () => (keys ??= createKeys(world))
}

async function createKeys({ databaseUrl, em, merchantId }: World): Promise<OtherKeys> {
  const otherMode = `dw_live_${randomBytes(24).toString('base64url')}`
  const fork = em.fork()
  fork.create(ApiKeyRow, { hash: hashApiKey(otherMode), merchantId, mode: 'live', createdAt: new Date() })
  await fork.flush()
  return { otherMerchant: (await seed(databaseUrl)).api_key, otherMode }
}
