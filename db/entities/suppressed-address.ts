import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Actor, Channel, DeliveryFailure } from '../../domain/invoice/index.ts'
import type { Mode } from './mode.ts'

/**
 * The address gets no message of the merchant until a reopening. A failure after the reopening makes another
 * row.
 */
const SuppressedAddressSchema = defineEntity({
  name: 'SuppressedAddressRow',
  tableName: 'suppressed_address',
  properties: {
    id: p.string().primary(),
    merchantId: p.string(),
    mode: p.string().$type<Mode>(),
    channel: p.string().$type<Channel>(),
    /** Is in lower case. */
    address: p.text(),
    reason: p.string().$type<DeliveryFailure>(),
    createdAt: p.datetime(),
    reopenedAt: p.datetime().nullable(),
    reopenedBy: p.json().$type<Actor>().nullable(),
  },
})
export class SuppressedAddressRow extends SuppressedAddressSchema.class {}
SuppressedAddressSchema.setClass(SuppressedAddressRow)
