import type { Brand } from '../../domain/merchant/brand.ts'
import type { MerchantRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

export function brandOf({ id, accent, logo, secureBadge }: MerchantRow): Brand {
  return {
    merchantId: id,
    ...(accent ? { accent } : {}),
    ...(logo ? { logo } : {}),
    hasSecureBadge: secureBadge,
  }
}

interface NewLogo {
  version: string
  png: Uint8Array
  smallPng: Uint8Array
  width: number
  height: number
}

export async function saveLogo(
  tx: EntityManager,
  merchantId: string,
  { png, smallPng, ...logo }: NewLogo,
): Promise<void> {
  await executePrepared(
    tx,
    `insert into merchant_logo (merchant_id, version, png, small_png) values (?, ?, ?, ?)
     on conflict (merchant_id) do update
       set version = excluded.version, png = excluded.png, small_png = excluded.small_png`,
    [merchantId, logo.version, Buffer.from(png), Buffer.from(smallPng)],
  )
  await setLogo(tx, merchantId, logo)
}

/** @returns false if there is no logo */
export async function deleteLogo(tx: EntityManager, merchantId: string): Promise<boolean> {
  const sql = 'delete from merchant_logo where merchant_id = ? returning merchant_id'
  const rows = await executePrepared(tx, sql, [merchantId])
  await setLogo(tx, merchantId, null)
  return rows.length > 0
}

async function setLogo(tx: EntityManager, merchantId: string, logo: Brand['logo'] | null): Promise<void> {
  const value = logo ? JSON.stringify(logo) : null
  await executePrepared(tx, 'update merchant set logo = ?::jsonb where id = ?', [value, merchantId])
}

export interface StoredLogo {
  version: string
  png: Uint8Array
}

export async function readLogoPng(
  em: EntityManager,
  merchantId: string,
  size: 'full' | 'small' = 'full',
): Promise<StoredLogo | undefined> {
  const column = size === 'full' ? 'png' : 'small_png'
  const [logo] = await executePrepared<StoredLogo>(
    em,
    `select version, ${column} as png from merchant_logo where merchant_id = ?`,
    [merchantId],
  )
  return logo
}
