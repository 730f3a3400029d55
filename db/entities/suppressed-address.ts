import { defineEntity, p } from '@mikro-orm/postgresql'
import type { AddressReopening, Channel, DeliveryFailure } from '../../domain/invoice/index.ts'
import type { Mode } from '../../domain/shared/mode.ts'

const SuppressedAddressSchema = defineEntity({
  name: 'SuppressedAddressRow',
  tableName: 'suppressed_address',
  properties: {
    id: p.string().primary(),
    merchantId: p.string(),
    mode: p.string().$type<Mode>(),
    channel: p.string().$type<Channel>(),
    /** Lower case. */
    address: p.text(),
    reason: p.string().$type<DeliveryFailure>(),
    createdAt: p.datetime(),
    reopeningRequestedAt: p.datetime().nullable(),
    reopenedAt: p.datetime().nullable(),
    reopenedCause: p.json().$type<AddressReopening['cause']>().nullable(),
    reportedAt: p.datetime().nullable(),
    claimedAt: p.datetime().nullable(),
  },
})
export class SuppressedAddressRow extends SuppressedAddressSchema.class {}
SuppressedAddressSchema.setClass(SuppressedAddressRow)
