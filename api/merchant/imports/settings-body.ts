import * as v from 'valibot'
import {
  DATE_FORMATS,
  type Delimiter,
  ENCODINGS,
  type RequestedSettings,
  isTarget,
  type ReadSettings,
  type Target,
} from '../../../domain/import/index.ts'
import { hasControlsBesideLineEnds } from '../../../domain/invoice/limits.ts'
import { parseBody } from '../../http/request/json-body.ts'
import { line } from '../../http/request/fields.ts'
import { parseQuery } from '../../http/request/list-query.ts'

const DELIMITER_NAMES: Record<string, Delimiter> = { comma: ',', semicolon: ';', tab: '\t' }

const entries = {
  encoding: v.optional(
    v.picklist(
      ENCODINGS,
      `invalid_choice|must be one of ${ENCODINGS.join(', ')}; save a file of another encoding as one of these`,
    ),
  ),
  delimiter: v.optional(
    v.picklist(Object.keys(DELIMITER_NAMES), 'invalid_choice|must be "comma", "semicolon" or "tab"'),
  ),
  decimal: v.optional(
    v.picklist(['point', 'comma'], 'invalid_choice|must be "point", 1,234.50, or "comma", 1.234,50'),
  ),
  date_format: v.optional(
    v.picklist(DATE_FORMATS, `invalid_choice|must be one of ${DATE_FORMATS.join(', ')}`),
  ),
  unread_columns: v.optional(
    v.picklist(['ask', 'ignore'], 'invalid_choice|must be "ask", or "ignore" to leave out unread columns'),
  ),
  prices_include_tax: v.optional(v.picklist(['yes', 'no'], 'invalid_choice|must be "yes" or "no"')),
}

export const SettingsQuery = v.strictObject(entries)

export const SettingsBody = v.strictObject({
  ...entries,
  columns: v.optional(
    v.record(
      v.pipe(
        v.string(),
        v.maxLength(500, 'too_long|must be at most 500 characters'),
        v.check(
          (text) => !hasControlsBesideLineEnds(text),
          'invalid_characters|must not contain control characters',
        ),
      ),
      v.nullable(
        v.pipe(
          line(60),
          v.custom<Target>(
            (text) => typeof text === 'string' && isTarget(text),
            'unknown_column|must be a column of GET /v1/imports/columns, or null',
          ),
        ),
      ),
    ),
  ),
})

export function settingsOfQuery(query: Record<string, string>): RequestedSettings {
  return toSettings(parseQuery(SettingsQuery, query))
}

export function settingsOfBody(json: unknown): RequestedSettings {
  return toSettings(parseBody(SettingsBody, json))
}

function toSettings(output: v.InferOutput<typeof SettingsBody>): RequestedSettings {
  const { encoding, delimiter, decimal, date_format: dateFormat, columns } = output
  const { unread_columns: unreadColumns, prices_include_tax: included } = output
  const sign = delimiter === undefined ? undefined : DELIMITER_NAMES[delimiter]
  return {
    ...(encoding ? { encoding } : {}),
    ...(sign ? { delimiter: sign } : {}),
    ...(decimal ? { decimal } : {}),
    ...(dateFormat ? { dateFormat } : {}),
    ...(unreadColumns ? { unreadColumns } : {}),
    ...(included ? { pricesIncludeTax: included === 'yes' } : {}),
    ...(columns ? { columns } : {}),
  }
}

export function settingsView(settings: ReadSettings) {
  const { encoding, delimiter, decimal, dateFormat, unreadColumns, pricesIncludeTax } = settings
  const [name] = Object.entries(DELIMITER_NAMES).find(([, sign]) => sign === delimiter) ?? ['comma']
  return {
    encoding,
    delimiter: name,
    decimal,
    date_format: dateFormat,
    unread_columns: unreadColumns,
    prices_include_tax: pricesIncludeTax === undefined ? null : yesOrNo(pricesIncludeTax),
  }
}

export function yesOrNo(value: boolean): 'yes' | 'no' {
  return value ? 'yes' : 'no'
}
