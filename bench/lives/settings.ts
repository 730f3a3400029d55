import path from 'node:path'
import { parseArgs } from 'node:util'

export interface Settings {
  against: string | undefined
  lives: number
  atOnce: number
  /** A round is one batch on each side. */
  rounds: number
  /** Counts the first lives on each side, which are not measured. */
  warmUp: number
  /** Memory is read after the number of lives on each side. Undefined means rounds instead. */
  memoryAfter: number | undefined
}

/** @throws Error with the option that is unknown or not a number */
export function readSettings(args: string[], environment: NodeJS.ProcessEnv): Settings {
  const { values } = parseArgs({
    args,
    options: {
      against: { type: 'string' },
      lives: { type: 'string', default: '30' },
      'at-once': { type: 'string', default: '4' },
      rounds: { type: 'string', default: '4' },
      'warm-up': { type: 'string', default: '40' },
      'memory-after': { type: 'string' },
    },
  })
  return {
    against: checkout(values.against, environment),
    lives: count('lives', values.lives),
    atOnce: count('at-once', values['at-once']),
    rounds: count('rounds', values.rounds),
    warmUp: count('warm-up', values['warm-up']),
    memoryAfter:
      values['memory-after'] === undefined ? undefined : count('memory-after', values['memory-after']),
  }
}

export function checkout(given: string | undefined, environment: NodeJS.ProcessEnv): string | undefined {
  // The path is relative to the user's folder. npm runs scripts in the project's folder.
  const from = environment['INIT_CWD'] ?? process.cwd()
  return given === undefined ? undefined : path.resolve(from, given)
}

/** @throws Error if the text is not a number from 1 to 999,999 */
export function count(name: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Error(`--${name} ${text} is not a number from 1 on`)
  return Number(text)
}
