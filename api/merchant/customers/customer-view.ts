import type { CustomerRow } from '../../../db/entities/index.ts'
import { isoOrNull } from '../../http/response/iso.ts'

export function customerView(row: CustomerRow) {
  return {
    id: row.id,
    object: 'customer',
    mode: row.mode,
    name: row.name ?? null,
    email: row.email ?? null,
    phone: row.phone ?? null,
    language: row.language ?? null,
    company_number: row.companyNumber ?? null,
    tax_number: row.taxNumber ?? null,
    vat_number: row.vatNumber ?? null,
    billing_address: row.billingAddress ?? null,
    purchase_order: row.purchaseOrder ?? null,
    buyer_reference: row.buyerReference ?? null,
    delivery_address: row.deliveryAddress ?? null,
    electronic_address: row.electronicAddress ?? null,
    einvoice_format: row.einvoiceFormat ?? 'none',
    cc: row.cc,
    erased_at: isoOrNull(row.erasedAt),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  }
}
