import { parse } from 'csv-parse/sync'
import { countKnown, type Delimiter, DELIMITERS } from '../../domain/import/index.ts'

/** The parser is synchronous, and a row of odd length takes it about 15 µs. */
const SNIFFED_LINES = 1_000

const SEPARATOR_LINE = /^\uFEFF?sep=(.)\r?\n/i

/** `skip` is in bytes. */
interface Sniffed {
  delimiter: Delimiter
  skip: number
}

export function sniff(start: string): Sniffed {
  const named = SEPARATOR_LINE.exec(start)
  const skip = named ? Buffer.byteLength(named[0]) : 0
  const stated = DELIMITERS.find((delimiter) => delimiter === named?.[1])
  if (stated) return { delimiter: stated, skip }
  const text = start.slice(named?.[0].length ?? 0)
  const counted = DELIMITERS.map((delimiter) => {
    const header = headerBy(text, delimiter)
    return { delimiter, known: countKnown(header), columns: header.length }
  })
  const [best] = counted.toSorted((a, b) => b.known - a.known || b.columns - a.columns)
  return { delimiter: best?.delimiter ?? ',', skip }
}

function headerBy(text: string, delimiter: Delimiter): string[] {
  try {
    const [header = []] = parse(text, {
      delimiter,
      bom: true,
      relax_quotes: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      to: 1,
      to_line: SNIFFED_LINES,
    })
    return header
  } catch {
    return []
  }
}
