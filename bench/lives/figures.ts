import { type Part, PARTS } from './dialects.ts'
import type { Life } from './life.ts'

export interface Batch {
  seconds: number
  lives: Life[]
  cpuSeconds: Record<Part, number>
  memoryBytes: Record<Part, number>
}

export interface Aim {
  is: 'at least' | 'at most'
  bound: number
}

export interface Figure {
  name: string
  unit: string
  digits: number
  of: (batches: readonly Batch[]) => number
  aim?: Aim
}

export const FIGURES: readonly Figure[] = [
  {
    name: 'lives',
    unit: 'a second',
    digits: 2,
    of: (batches) => livesOf(batches).length / sum(batches.map(({ seconds }) => seconds)),
    aim: { is: 'at least', bound: 2.5 },
  },
  ...(['create', 'press', 'paid'] as const).flatMap((step) =>
    [50, 99].map((percent) => ({
      name: `${step} p${percent}`,
      unit: 'ms',
      digits: 0,
      of: (batches: readonly Batch[]) =>
        percentile(
          livesOf(batches).map((times) => times[step]),
          percent,
        ),
    })),
  ),
  cpu('api + worker', ['api', 'worker'], { is: 'at most', bound: 0.25 }),
  cpu('of all processes', PARTS, { is: 'at most', bound: 0.45 }),
  ...PARTS.map((part) => cpu(part, [part])),
  ...PARTS.map((part) => ({
    name: `memory ${part}`,
    unit: 'MB',
    digits: 0,
    of: (batches: readonly Batch[]) => median(batches.map(({ memoryBytes }) => memoryBytes[part])) / 2 ** 20,
  })),
]

export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [below = Number.NaN, above = Number.NaN] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.floor(sorted.length / 2)],
  ]
  return (below + above) / 2
}

export interface Ratio {
  median: number
  min: number
  max: number
}

export function pairedRatio(ours: readonly number[], theirs: readonly number[]): Ratio {
  const ratios = ours.map((value, round) => value / (theirs[round] ?? Number.NaN))
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) }
}

function cpu(name: string, parts: readonly Part[], aim?: Aim): Figure {
  return {
    ...(aim ? { aim } : {}),
    name: `CPU ${name}`,
    unit: 'ms a life',
    digits: 1,
    of: (batches) => cpuOfLife(batches, parts),
  }
}

/** Returns milliseconds. */
export function cpuOfLife(batches: readonly Batch[], parts: readonly Part[]): number {
  const seconds = sum(batches.flatMap(({ cpuSeconds }) => parts.map((part) => cpuSeconds[part])))
  return (seconds * 1_000) / livesOf(batches).length
}

function livesOf(batches: readonly Batch[]): Life[] {
  return batches.flatMap(({ lives }) => lives)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
