import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Mode } from '../../domain/shared/mode.ts'

const IdempotencyKeySchema = defineEntity({
  name: 'IdempotencyKeyRow',
  tableName: 'idempotency_key',
  properties: {
    merchantId: p.string().primary(),
    mode: p.string().$type<Mode>().primary(),
    key: p.text().primary(),
    requestHash: p.string(),
    resourceId: p.string(),
    lockedUntil: p.datetime(),
    responseStatus: p.integer().nullable(),
    responseKid: p.text().nullable(),
    responseBody: p.blob().nullable(),
    erasedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
  },
})
export class IdempotencyKeyRow extends IdempotencyKeySchema.class {}
IdempotencyKeySchema.setClass(IdempotencyKeyRow)
