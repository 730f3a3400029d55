import path from 'node:path'
import { parseArgs } from 'node:util'

export interface Settings {
  against: string | undefined
  lives: number
  atOnce: number
  rounds: number
  warmUp: number
  memoryAfter: number | undefined
}

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
  const from = environment['INIT_CWD'] ?? process.cwd()
  return given === undefined ? undefined : path.resolve(from, given)
}

export function count(name: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Error(`--${name} ${text} is not a number from 1 on`)
  return Number(text)
}
