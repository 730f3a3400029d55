import path from 'node:path'
import { parseArgs } from 'node:util'

export interface Settings {
  /** The other checkout, if there is one to compare with. */
  against: string | undefined
  /** In each batch. */
  lives: number
  atOnce: number
  /** Each is a batch on every side. */
  rounds: number
  /** Lives on every side that are not counted. */
  warmUp: number
}

/** @throws Error that names the option which is no number or is not known */
export function readSettings(args: string[], environment: NodeJS.ProcessEnv): Settings {
  const { values } = parseArgs({
    args,
    options: {
      against: { type: 'string' },
      lives: { type: 'string', default: '30' },
      'at-once': { type: 'string', default: '4' },
      rounds: { type: 'string', default: '4' },
      'warm-up': { type: 'string', default: '40' },
    },
  })
  // npm runs a script in the project's folder; the path is meant from where the user is.
  const from = environment['INIT_CWD'] ?? process.cwd()
  return {
    against: values.against === undefined ? undefined : path.resolve(from, values.against),
    lives: count('lives', values.lives),
    atOnce: count('at-once', values['at-once']),
    rounds: count('rounds', values.rounds),
    warmUp: count('warm-up', values['warm-up']),
  }
}

function count(name: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Error(`--${name} ${text} is not a number from 1 on`)
  return Number(text)
}
