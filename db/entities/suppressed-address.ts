import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Channel, DeliveryFailure } from '../../domain/invoice/index.ts'
import type { Mode } from './mode.ts'

/** An address that bounced permanently. The merchant's invoices send no further message there. */
const SuppressedAddressSchema = defineEntity({
  name: 'SuppressedAddressRow',
  tableName: 'suppressed_address',
  properties: {
    merchantId: p.string().primary(),
    mode: p.string().$type<Mode>().primary(),
    channel: p.string().$type<Channel>().primary(),
    /** Lower case. */
    address: p.text().primary(),
    reason: p.string().$type<DeliveryFailure>(),
    createdAt: p.datetime(),
  },
})
export class SuppressedAddressRow extends SuppressedAddressSchema.class {}
SuppressedAddressSchema.setClass(SuppressedAddressRow)
