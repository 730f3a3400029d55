import { stringify } from 'csv-stringify/sync'
import type { Delimiter } from '../../domain/import/index.ts'

/**
 * An apostrophe marks a spreadsheet formula as text, and the import removes the apostrophe.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvLines(rows: readonly (readonly string[])[], delimiter: Delimiter): string {
  return stringify([...rows] as string[][], {
    delimiter,
    escape_formulas: true,
    record_delimiter: '\r\n',
    // A CR or LF needs quotes, because the import reads each as a row end.
    quoted_match: /[\r\n]/,
  })
}
