import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Scope } from '../../domain/merchant/api-key.ts'
import type { Actor } from '../../domain/shared/cause.ts'
import type { Mode } from '../../domain/shared/mode.ts'

const ApiKeySchema = defineEntity({
  name: 'ApiKeyRow',
  tableName: 'api_key',
  properties: {
    id: p.string().primary(),
    /** SHA-256 of the key, in hex. */
    hash: p.string(),
    merchantId: p.string(),
    mode: p.string().$type<Mode>(),
    name: p.text(),
    scopes: p.json<Scope[]>(),
    startsWith: p.string(),
    createdAt: p.datetime(),
    createdBy: p.json<Actor>(),
    lastUsedAt: p.datetime().nullable(),
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
    revokedBy: p.json<Actor>().nullable(),
    replacedBy: p.string().nullable(),
  },
})
export class ApiKeyRow extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKeyRow)
