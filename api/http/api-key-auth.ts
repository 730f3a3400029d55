import { createHash } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import { ApiKeyRow, type Mode } from '../../db/entities/index.ts'
import { readOne } from '../../db/prepared.ts'
import type { MerchantActor } from '../../domain/invoice/index.ts'
import type { RequestEnv } from './entity-manager.ts'
import { Problem } from './problem.ts'

export interface Tenant {
  merchantId: string
  mode: Mode
}

export interface MerchantEnv {
  Variables: RequestEnv['Variables'] & { tenant: Tenant; actor: MerchantActor }
}

/** @returns a middleware that throws Problem `unauthorized` */
export function requireApiKey() {
  return createMiddleware<MerchantEnv>(async (c, next) => {
    const key = /^Bearer (dw_(?:test|live)_[A-Za-z0-9_-]{20,100})$/.exec(
      c.req.header('authorization') ?? '',
    )?.[1]
    if (!key) throw new Problem('unauthorized')
    const row = await readOne(c.get('em'), ApiKeyRow, 'r.hash = ? and r.revoked_at is null', [
      hashApiKey(key),
    ])
    if (!row) throw new Problem('unauthorized')
    c.set('tenant', { merchantId: row.merchantId, mode: row.mode })
    c.set('actor', { type: 'api_key', id: keyIdOf(row.hash) })
    await next()
  })
}

/** @internal */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

function keyIdOf(hash: string): string {
  return `key_${hash.slice(0, 12)}`
}
