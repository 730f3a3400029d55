import { table } from '../lives/report.ts'
import { type Profiled, PROFILED, type Recording } from './recording.ts'
import { divide } from './self-time.ts'

export interface Profiles {
  lives: number
  recordings: Record<Profiled, Recording>
  statementLives: number
  statements: Record<Profiled, string[]>
}

const SMALLEST_MS = 0.5
const COMMONEST_STATEMENTS = 15

export function reportProfiles(sides: readonly Profiles[]): string {
  return PROFILED.map((part) =>
    [
      `${part}: CPU of a life in ms, by the package or folder whose code runs`,
      cpuTable(sides.map((side) => byPackage(side, part))),
      `${part}: SQL statements of a life`,
      statementTable(sides.map((side) => countsOf(side, part))),
    ].join('\n'),
  ).join('\n')
}

function byPackage({ lives, recordings }: Profiles, part: Profiled): Map<string, number> {
  const { scripts, others } = recordings[part]
  const groups = new Map([...others].map(([kind, ms]) => [kind, ms / lives]))
  for (const { thread, cpuMs, profile } of scripts)
    for (const [group, ms] of divide(cpuMs / lives, profile))
      add(groups, thread === 'main' ? group : `${thread}: ${group}`, ms)
  return groups
}

function cpuTable(sides: readonly Map<string, number>[]): string {
  const groups = [...new Set(sides.flatMap((side) => [...side.keys()]))]
  const valuesOf = (group: string) => sides.map((side) => side.get(group) ?? 0)
  const rows = groups.map((group) => ({ group, values: valuesOf(group) }))
  const large = rows.filter(({ values }) => values.some((value) => value >= SMALLEST_MS))
  const small = rows.filter((row) => !large.includes(row))
  const sum = (some: typeof rows) =>
    sides.map((_, side) => some.reduce((total, { values }) => total + (values[side] ?? 0), 0))
  const sorted = large.toSorted((a, b) => (b.values[0] ?? 0) - (a.values[0] ?? 0))
  return table([
    head(sides.length),
    ...sorted.map(({ group, values }) => line(group, values, 1)),
    line(`less than ${SMALLEST_MS} ms each`, sum(small), 1),
    line('all', sum(rows), 1),
  ])
}

function countsOf({ statements, statementLives }: Profiles, part: Profiled): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of statements[part]) add(counts, shapeOf(text), 1 / statementLives)
  return counts
}

function shapeOf(text: string): string {
  return text
    .replaceAll(/'[^']*'/g, '?')
    .replaceAll(/\$?\b\d+\b/g, '?')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 90)
}

function statementTable(sides: readonly Map<string, number>[]): string {
  const shapes = [...new Set(sides.flatMap((side) => [...side.keys()]))]
  const rows = shapes.map((shape) => ({ shape, values: sides.map((side) => side.get(shape) ?? 0) }))
  const sorted = rows.toSorted((a, b) => Math.max(...b.values) - Math.max(...a.values))
  const all = sides.map((side) => [...side.values()].reduce((total, value) => total + value, 0))
  return table([
    head(sides.length),
    ...sorted.slice(0, COMMONEST_STATEMENTS).map(({ shape, values }) => line(shape, values, 1)),
    line('all', all, 1),
  ])
}

function head(sides: number): string[] {
  return sides === 1 ? ['', 'ours'] : ['', 'ours', 'theirs', 'ratio']
}

function line(name: string, values: readonly number[], digits: number): string[] {
  const [ours = 0, theirs] = values
  const ratio = theirs === undefined ? [] : [theirs === 0 ? '' : (ours / theirs).toFixed(2)]
  return [name, ...values.map((value) => value.toFixed(digits)), ...ratio]
}

function add(groups: Map<string, number>, group: string, value: number): void {
  groups.set(group, (groups.get(group) ?? 0) + value)
}
