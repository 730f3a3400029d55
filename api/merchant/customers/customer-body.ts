import * as v from 'valibot'
import { hasControls, LIMITS } from '../../../domain/invoice/limits.ts'
import { companyNumber, copies, email, language, line, phone, taxNumber } from '../../http/request/fields.ts'
import { idCursor, limit } from '../../http/request/list-query.ts'
import {
  einvoiceFormat,
  electronicAddress,
  orderReference,
  vatNumber,
} from '../../http/request/party-fields.ts'
import { Address } from '../invoices/request/invoice-body.ts'

export const CustomerBody = v.strictObject({
  name: line(LIMITS.customerName),
  email,
  phone: v.optional(phone),
  language: v.optional(language),
  company_number: v.optional(companyNumber),
  tax_number: v.optional(taxNumber),
  vat_number: v.optional(vatNumber),
  billing_address: v.optional(Address),
  purchase_order: v.optional(orderReference),
  buyer_reference: v.optional(orderReference),
  delivery_address: v.optional(Address),
  electronic_address: v.optional(electronicAddress),
  einvoice_format: v.optional(einvoiceFormat),
  cc: v.optional(copies, []),
})

export const CustomerChanges = v.strictObject({
  name: v.optional(line(LIMITS.customerName)),
  email: v.optional(email),
  phone: v.optional(v.nullable(phone)),
  language: v.optional(v.nullable(language)),
  company_number: v.optional(v.nullable(companyNumber)),
  tax_number: v.optional(v.nullable(taxNumber)),
  vat_number: v.optional(v.nullable(vatNumber)),
  billing_address: v.optional(v.nullable(Address)),
  purchase_order: v.optional(v.nullable(orderReference)),
  buyer_reference: v.optional(v.nullable(orderReference)),
  delivery_address: v.optional(v.nullable(Address)),
  electronic_address: v.optional(v.nullable(electronicAddress)),
  einvoice_format: v.optional(v.nullable(einvoiceFormat)),
  cc: v.optional(v.nullable(copies)),
})

export const EraseBody = v.strictObject({
  force: v.optional(v.boolean('invalid_type|must be true or false'), false),
})

export const CustomerList = v.strictObject({
  limit: v.optional(limit, '25'),
  cursor: idCursor('cus'),
  email: v.optional(email),
  q: v.optional(
    v.pipe(
      v.string(),
      v.description('Words of the name and the e-mail address, found inside words from three letters on'),
      v.maxLength(200, 'too_long|must be at most 200 characters'),
      v.check((text) => !hasControls(text), 'invalid_characters|must not contain control characters'),
    ),
  ),
})
