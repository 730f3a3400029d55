import { type Aim, type Batch, FIGURES, pairedRatio } from './figures.ts'

export function reportAlone(batches: readonly Batch[]): string {
  const rows = FIGURES.map(({ name, unit, digits, of }) => {
    const rounds = batches.map((batch) => of([batch]))
    return [name, of(batches).toFixed(digits), unit, range(rounds, digits)]
  })
  return table([['', 'all', '', 'rounds'], ...rows])
}

export function reportCompared(ours: readonly Batch[], theirs: readonly Batch[]): string {
  return comparison(
    FIGURES.map(({ of, ...figure }) => ({
      ...figure,
      ours: of(ours),
      theirs: of(theirs),
      rounds: [ours.map((batch) => of([batch])), theirs.map((batch) => of([batch]))],
    })),
  )
}

export interface Compared {
  name: string
  unit: string
  digits: number
  ours: number
  theirs: number
  rounds: [number[], number[]]
  aim?: Aim
}

export function comparison(
  figures: readonly Compared[],
  names: readonly [string, string] = ['ours', 'theirs'],
): string {
  const rows = figures.map(({ name, unit, digits, ours, theirs, rounds, aim }) => {
    const ratio = pairedRatio(...rounds)
    return [
      name,
      ours.toFixed(digits),
      theirs.toFixed(digits),
      unit,
      ratio.median.toFixed(2),
      range([ratio.min, ratio.max], 2),
      aim ? verdict(ratio.median, aim, 2) : '',
    ]
  })
  return table([['', ...names, '', 'ratio', 'rounds', 'aim'], ...rows])
}

export function verdict(value: number, { is, bound }: Aim, digits: number): string {
  const isMet = is === 'at most' ? value <= bound : value >= bound
  return `${is} ${bound.toFixed(digits)}${isMet ? '' : ', MISSED'}`
}

export function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  const isNumber = (column: number) =>
    column > 0 && rows.slice(1).every((row) => /^([-–.\d]+)?$/.test(row[column] ?? ''))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return `${rows.map(line).join('\n')}\n`
}

function range(values: readonly number[], digits: number): string {
  return `${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)}`
}
