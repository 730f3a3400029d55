import * as v from 'valibot'
import { isFitForPreviews, isLoopback } from './sandbox-url.ts'
import { readTemporal, type TemporalConfig } from './temporal.ts'
import {
  type Group,
  isOptionalGroup,
  isVariable,
  listVariables,
  type OptionalGroup,
  type Variable,
  VARIABLES,
} from './variables.ts'

export interface Config extends Omit<Parsed<typeof VARIABLES>, 'temporal'> {
  temporal: TemporalConfig
}

type Parsed<T> = T extends Variable
  ? v.InferOutput<T['schema']>
  : T extends OptionalGroup
    ? Parsed<T['variables']>
    : { [K in keyof T as T[K] extends { optional: true } ? never : K]: Parsed<T[K]> } & {
        [K in keyof T as T[K] extends { optional: true } ? K : never]?: Parsed<T[K]>
      }

/** @internal */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

type Environment = Partial<Record<string, string>>

/** @throws ConfigError naming every missing or wrong variable */
export function parseConfig(environment: Environment): Config {
  const given = withoutEmpty(environment)
  const mistakes: string[] = []
  const config = readGroup(VARIABLES, { given, mistakes, isWanted: true })
  const temporal = readTemporal(given, mistakes)
  mistakes.push(...livePreviews(given), ...openWebhooks(given))
  throwMistakes(mistakes)
  return { ...(config as Parsed<typeof VARIABLES>), temporal }
}

/**
 * @throws ConfigError
 * @internal
 */
export function parseTemporal(environment: Environment): TemporalConfig {
  const mistakes: string[] = []
  const temporal = readTemporal(withoutEmpty(environment), mistakes)
  throwMistakes(mistakes)
  return temporal
}

function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
}

function throwMistakes(mistakes: string[]): void {
  const lines = mistakes.map((line) => `  ${line}`)
  if (mistakes.length > 0) throw new ConfigError(['The configuration is not valid:', ...lines].join('\n'))
}

interface Reading {
  given: Environment
  mistakes: string[]
  isWanted: boolean
  because?: Variable
}

function readGroup(group: Group, reading: Reading): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [key, entry] of Object.entries(group)) {
    const value = isVariable(entry)
      ? readVariable(entry, reading)
      : isOptionalGroup(entry)
        ? readOptionalGroup(entry, reading)
        : readGroup(entry, reading)
    if (value !== undefined) values[key] = value
  }
  return values
}

function readVariable({ name, schema, meaning, optional, ...variable }: Variable, reading: Reading): unknown {
  const { given, mistakes, isWanted, because } = reading
  const text = given[name] ?? variable.default
  if (text === undefined) {
    const reason = because ? `, but ${because.name} is` : ''
    if (isWanted && !optional) mistakes.push(`${name} is not set${reason} (${meaning})`)
    return undefined
  }
  const result = v.safeParse(schema, text)
  if (!result.success) mistakes.push(`${name} ${result.issues[0].message} (${meaning})`)
  return result.output
}

function readOptionalGroup({ variables }: OptionalGroup, reading: Reading): unknown {
  const because = listVariables(variables).find((one) => !one.default && reading.given[one.name])
  const values = readGroup(variables, { ...reading, isWanted: !!because, ...(because ? { because } : {}) })
  return because ? values : undefined
}

/** A merchant could otherwise send requests into the network of a server. */
function openWebhooks(given: Environment): string[] {
  const { name, meaning } = VARIABLES.webhooks.allowedAddresses
  const host = URL.parse(given[VARIABLES.publicUrl.name] ?? '')?.hostname ?? ''
  return given[name] === undefined || isLoopback(host) ? [] : [`${name} must not be set (${meaning})`]
}

const PREVIEWS = [
  [VARIABLES.preview.truelayer.variables.apiUrl, VARIABLES.truelayer.apiUrl],
  [VARIABLES.preview.truelayer.variables.authUrl, VARIABLES.truelayer.authUrl],
  [VARIABLES.preview.tokenio.variables.apiUrl, VARIABLES.tokenio.variables.apiUrl],
] as const

/** Previews must not move money. */
function livePreviews(given: Environment): string[] {
  return PREVIEWS.flatMap(([preview, live]) => {
    const address = given[preview.name] ?? preview.default
    const isFit = isFitForPreviews(address, given[live.name] ?? live.default)
    return isFit ? [] : [`${preview.name} must be a sandbox, and not ${live.name} (${preview.meaning})`]
  })
}
