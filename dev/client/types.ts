import { isDeepStrictEqual } from 'node:util'
import type { JsonSchema } from '@valibot/to-json-schema'

type Schema = JsonSchema | boolean

export function typeOf(schema: Schema): string {
  if (typeof schema === 'boolean') return 'unknown'
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? ''
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const options = schema.anyOf ?? schema.oneOf
  if (options) return [...new Set(options.map(typeOf))].join(' | ')
  switch (schema.type) {
    case 'object':
      return objectOf(schema)
    case 'array':
      return `Array<${typeOf(schema.items as Schema)}>`
    case 'integer':
      return 'number'
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return schema.type
    case undefined:
    default:
      return 'unknown'
  }
}

function objectOf({ properties = {}, required = [], additionalProperties }: JsonSchema): string {
  if (typeof additionalProperties === 'object') return `Record<string, ${typeOf(additionalProperties)}>`
  const fields = Object.entries(properties).map(([name, property]) =>
    field(name, property, required.includes(name)),
  )
  return fields.length === 0 ? 'Record<string, never>' : `{\n${fields.join('\n')}\n}`
}

export function field(name: string, schema: Schema, isRequired: boolean): string {
  const type = typeOf(schema)
  return `${comment(schema)}${name}${isRequired ? '' : '?'}: ${type}${isRequired ? '' : ' | undefined'}`
}

function comment(schema: Schema): string {
  const text = typeof schema === 'object' ? schema.description : undefined
  return text === undefined ? '' : `/** ${text} */\n`
}

const FEWEST_SHARED = 5

export function componentType(name: string, components: Readonly<Record<string, JsonSchema>>): string {
  const schema = components[name] ?? {}
  const bases = Object.entries(components)
    .filter(([other, base]) => other !== name && isBase(base, schema))
    .toSorted(([, a], [, b]) => fieldCount(b) - fieldCount(a))
  const [base] = bases
  if (!base) return typeOf(schema)
  const own = Object.entries(schema.properties ?? {}).filter(([key]) => !base[1].properties?.[key])
  return `${base[0]} & ${objectOf({ ...schema, properties: Object.fromEntries(own) })}`
}

function isBase(base: JsonSchema, schema: JsonSchema): boolean {
  const shared = Object.entries(base.properties ?? {})
  return (
    shared.length >= FEWEST_SHARED &&
    shared.length < fieldCount(schema) &&
    shared.every(
      ([key, property]) =>
        isDeepStrictEqual(property, schema.properties?.[key]) &&
        base.required?.includes(key) === schema.required?.includes(key),
    )
  )
}

function fieldCount({ properties = {} }: JsonSchema): number {
  return Object.keys(properties).length
}
