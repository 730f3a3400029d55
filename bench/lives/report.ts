import { type Batch, FIGURES, pairedRatio } from './figures.ts'

export function reportAlone(batches: readonly Batch[]): string {
  const rows = FIGURES.map(({ name, unit, digits, of }) => {
    const rounds = batches.map((batch) => of([batch]))
    return [name, of(batches).toFixed(digits), unit, range(rounds, digits)]
  })
  return table([['', 'all', '', 'rounds'], ...rows])
}

/** Returns both sides' values and their ratio: median, minimum and maximum of the rounds. */
export function reportCompared(ours: readonly Batch[], theirs: readonly Batch[]): string {
  const rows = FIGURES.map(({ name, unit, digits, of }) => {
    const ratio = pairedRatio(
      ours.map((batch) => of([batch])),
      theirs.map((batch) => of([batch])),
    )
    const spread = range([ratio.min, ratio.max], 2)
    return [name, of(ours).toFixed(digits), of(theirs).toFixed(digits), unit, ratio.median.toFixed(2), spread]
  })
  return table([['', 'ours', 'theirs', '', 'ratio', 'rounds'], ...rows])
}

function range(values: readonly number[], digits: number): string {
  return `${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)}`
}

export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const isNumber = (column: number) => /\d$/.test(rows.at(-1)?.[column] ?? '')
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return `${rows.map(line).join('\n')}\n`
}
