import { type JsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { Address, AddressParts, AddressText, Customer } from '../merchant/invoices/request/invoice-body.ts'

const WITHOUT_KEYWORD = ['check', 'partial_check', 'raw_check', 'trim']

const NamedCustomer = v.strictObject({ id: v.pipe(v.string(), v.description('A customer, `cus_…`')) })

const STAND_INS = new Map<unknown, v.GenericSchema>([
  [Address, v.union([AddressText, AddressParts])],
  [Customer, v.union([NamedCustomer, v.strictObject(Customer.entries)])],
])

export function toComponents(
  schemas: Readonly<Record<string, v.GenericSchema>>,
  use: 'request' | 'response',
): Record<string, JsonSchema> {
  const converted = toJsonSchemaDefs(schemas, {
    target: 'draft-2020-12',
    typeMode: use === 'request' ? 'input' : 'output',
    errorMode: 'throw',
    ignoreActions: WITHOUT_KEYWORD,
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
    overrideSchema({ valibotSchema }) {
      const standIn = STAND_INS.get(valibotSchema)
      return standIn && toComponents({ standIn }, use)['standIn']
    },
  })
  const own = Object.fromEntries(Object.entries(converted).filter(([name]) => Object.hasOwn(schemas, name)))
  return use === 'request' ? own : open(own)
}

/** Responses can get new fields, so clients must accept unknown fields. */
function open<T>(schemas: T): T {
  const text = JSON.stringify(schemas, (key, value: unknown) =>
    key === 'additionalProperties' && value === false ? undefined : value,
  )
  return JSON.parse(text) as T
}
