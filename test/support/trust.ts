import { createApiKey } from '../../db/api-keys.ts'
import { newId } from '../../db/ids.ts'
import { createMerchant } from '../../db/merchants.ts'
import { recordDecision } from '../../db/trust/operator-decisions.ts'
import type { VolumeLimits } from '../../domain/merchant/trust.ts'
import { SCOPES } from '../../domain/merchant/api-key.ts'
import { call } from '../clients/client.ts'
import type { World } from './harness.ts'

const BY = { type: 'operator', name: 'Kim' } as const

export const approve = ({ em, merchantId }: World) =>
  recordDecision(em.fork(), merchantId, { kind: 'approved' }, BY)

export const suspend = ({ em, merchantId }: World, reason = 'A bank has asked about you.') =>
  recordDecision(em.fork(), merchantId, { kind: 'suspended', reason }, BY)

export const limit = ({ em, merchantId }: World, limits: VolumeLimits | null) =>
  recordDecision(em.fork(), merchantId, { kind: 'limits_changed', limits }, BY)

/** Tests of limits must not depend on midnight. */
export async function freezeVolumeDay({ em }: Pick<World, 'em'>): Promise<void> {
  await em.fork().execute(`create or replace function volume_day(at timestamptz) returns date
    language sql immutable as $$ select date '2027-03-04' $$`)
}

export async function addPerson({ em }: World, email: string, isConfirmed = true): Promise<string> {
  const id = newId('per')
  await em
    .fork()
    .execute('insert into auth_user (id, name, email, email_verified) values (?, ?, ?, ?)', [
      id,
      'Robin',
      email,
      isConfirmed,
    ])
  return id
}

export async function addMember({ em, merchantId }: World, personId: string): Promise<string> {
  const id = newId('mem')
  await em.fork().execute(
    `insert into auth_member (id, organization_id, user_id, role, created_at)
       values (?, ?, ?, 'member', now())`,
    [id, merchantId, personId],
  )
  return id
}

export async function withPendingMerchant(world: World, isConfirmed = true): Promise<World> {
  const em = world.em.fork()
  const ownerId = await addPerson(world, `${newId('per')}@shop.example`, isConfirmed)
  const merchant = { name: 'Byron & Daughter', email: 'accounts@byron.example', timeZone: 'Europe/London' }
  const { id: merchantId } = await createMerchant(em, { ...merchant, ownerId })
  const wanted = { name: 'Test', scopes: SCOPES }
  const { key } = await createApiKey(em, { merchantId, mode: 'live' }, wanted, { type: 'system' })
  return { ...world, merchantId, apiKey: key, liveApiKey: key }
}

export async function setPayoutAccount(shop: World): Promise<void> {
  const { status } = await call(shop, 'PUT', '/v1/payout_accounts/GBP', { type: 'merchant_account' })
  if (status !== 200) throw new Error(`payout account: ${status}`)
}
