import { defineEntity, p } from '@mikro-orm/postgresql'
import type { AddressReopening, Channel, DeliveryFailure } from '../../domain/invoice/index.ts'
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
    reopenedCause: p.json().$type<AddressReopening['cause']>().nullable(),
    /** The instant from which the invoices to the address know of the reopening. */
    reportedAt: p.datetime().nullable(),
    /** The last try of the sweep to report the reopening. */
    claimedAt: p.datetime().nullable(),
  },
})
export class SuppressedAddressRow extends SuppressedAddressSchema.class {}
SuppressedAddressSchema.setClass(SuppressedAddressRow)
