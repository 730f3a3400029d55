import * as v from 'valibot'
import { isOnThisMachine } from './mode-addresses.ts'
import { modeMistakes } from './mode-mistakes.ts'
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
  mistakes.push(...modeMistakes(given), ...missingRails(given), ...openWebhooks(given))
  throwMistakes(mistakes)
  return { ...(config as Parsed<typeof VARIABLES>), temporal }
}

/**
 * @internal
 *
 * @throws ConfigError
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

function firstSet(variables: Group, given: Environment): Variable | undefined {
  return listVariables(variables).find((one) => !one.default && given[one.name])
}

function readOptionalGroup({ variables }: OptionalGroup, reading: Reading): unknown {
  const because = firstSet(variables, reading.given)
  const values = readGroup(variables, { ...reading, isWanted: !!because, ...(because ? { because } : {}) })
  return because ? values : undefined
}

function missingRails(given: Environment): string[] {
  const [first, second] = [
    VARIABLES.live.truelayer.variables.clientId,
    VARIABLES.test.truelayer.variables.clientId,
  ]
  const groups = [VARIABLES.live, VARIABLES.test].flatMap(({ truelayer, tokenio }) => [truelayer, tokenio])
  const isSet = groups.some(({ variables }) => firstSet(variables, given))
  return isSet ? [] : [`${first.name} is not set, nor ${second.name}: no mode has a payment provider`]
}

/** A webhook of a merchant could otherwise reach the server's network. */
function openWebhooks(given: Environment): string[] {
  const { name, meaning } = VARIABLES.webhooks.allowedAddresses
  const isLocal = isOnThisMachine(given[VARIABLES.publicUrl.name] ?? '')
  return given[name] === undefined || isLocal ? [] : [`${name} must not be set (${meaning})`]
}
