import type { ImportRow } from '../../../db/entities/index.ts'
import {
  COLUMN_NAMES,
  DATE_FORMATS,
  type DateFormat,
  isTarget,
  type Question,
  shownName,
  type Target,
  targetsByName,
  undecidedColumns,
} from '../../../domain/import/index.ts'
import { capitalised } from '../../../domain/texts/capitalised.ts'
import type { Fields } from '../../identity/form.ts'
import { settingsView, yesOrNo } from '../../merchant/imports/settings-body.ts'
import { count } from '../format.ts'
import { changedTo, type EnteredForm, type Parts } from '../shown-fields.ts'

type Option = readonly [value: string, label: string]

interface Setting {
  name: 'encoding' | 'delimiter' | 'decimal' | 'date_format' | 'prices_include_tax'
  label: string
  /** Empty as long as it is not decided. */
  chosen: string
  options: readonly Option[]
  isAsked: boolean
}

export interface FileColumn {
  name: string
  header: string
  examples: readonly string[]
  chosen: string
  options: readonly Option[]
  isAsked: boolean
}

export interface Reading {
  settings: readonly Setting[]
  columns: readonly FileColumn[]
}

type Subject = Pick<
  ImportRow,
  'settings' | 'requestedSettings' | 'questions' | 'header' | 'status' | 'problem'
>

const DECIMALS: readonly Option[] = [
  ['point', '1,234.50'],
  ['comma', '1.234,50'],
]
const OTHER_SIGNS: Record<DateFormat, string> = {
  'YYYY-MM-DD': '',
  'DD/MM/YYYY': ' or DD.MM.YYYY',
  'MM/DD/YYYY': ' or MM-DD-YYYY',
  'YYYY/MM/DD': ' or YYYY.MM.DD',
}
const DELIMITERS: readonly Option[] = [
  ['comma', 'Comma'],
  ['semicolon', 'Semicolon'],
  ['tab', 'Tab'],
]
const ENCODINGS: readonly Option[] = [
  ['utf-8', 'UTF-8'],
  ['windows-1252', 'Windows-1252'],
]
const DATES: readonly Option[] = DATE_FORMATS.map((format) => [format, `${format}${OTHER_SIGNS[format]}`])
const INCLUDED: readonly Option[] = [
  ['no', 'No, it comes on top'],
  ['yes', 'Yes'],
]
const OPTIONS: Record<Setting['name'], readonly Option[]> = {
  decimal: DECIMALS,
  date_format: DATES,
  delimiter: DELIMITERS,
  encoding: ENCODINGS,
  prices_include_tax: INCLUDED,
}
const LEAVE_OUT = 'none'
const MOST_COLUMNS = 300

/** @param start the cells of the header and of the first rows */
export function readingOf(subject: Subject, start: readonly string[][]): Reading {
  const used = usedSettings(subject)
  const setting = (name: Setting['name'], label: string, thing = 'value'): Setting => {
    const options = OPTIONS[name]
    const asked = questionOf(subject, name)
    const isAsked = asked !== undefined || (name === 'prices_include_tax' && isTaxUnclear(subject))
    const shown = asked
      ? options.map(([value, text]): Option => [value, `${text} (${fitting(asked, value, thing)})`])
      : options
    const chosen = asked ? '' : (used[name] ?? '')
    const undecided: Option[] =
      chosen === '' ? [['', isAsked ? 'Please choose' : 'As found in the file']] : []
    return { name, label, chosen, options: [...undecided, ...shown], isAsked }
  }
  return {
    settings: [
      setting('decimal', 'Amounts are written like', 'amount'),
      setting('date_format', 'Dates are written like', 'date'),
      setting('prices_include_tax', 'Amounts include their tax'),
      setting('delimiter', 'Separator of columns'),
      setting('encoding', 'Encoding of the text'),
    ],
    columns: columnsOf(subject, start),
  }
}

function usedSettings({ settings, requestedSettings }: Subject): Partial<Record<Setting['name'], string>> {
  const {
    encoding = 'utf-8',
    delimiter,
    decimal,
    dateFormat = 'YYYY-MM-DD',
    pricesIncludeTax,
  } = {
    ...settings,
    ...requestedSettings,
  }
  const complete = { encoding, dateFormat, decimal: decimal ?? 'point', unreadColumns: 'ask' } as const
  return {
    encoding,
    date_format: dateFormat,
    ...(decimal === undefined ? {} : { decimal }),
    ...(pricesIncludeTax === undefined ? {} : { prices_include_tax: yesOrNo(pricesIncludeTax) }),
    ...(delimiter === undefined ? {} : { delimiter: settingsView({ ...complete, delimiter }).delimiter }),
  }
}

function isTaxUnclear({ status, problem }: Subject): boolean {
  return status === 'refused' && problem?.code === 'unclear_amount'
}

type Counted = Exclude<Question, { setting: 'columns' }>

/** A saved answer can wait for its parse, while the row still has the question. */
function questionOf({ status, questions, settings, requestedSettings }: Subject, name: string) {
  const { decimal, dateFormat } = requestedSettings
  const isAnswered =
    name === 'decimal'
      ? decimal !== undefined
      : dateFormat !== undefined && dateFormat !== settings?.dateFormat
  if (status === 'parsing' || isAnswered) return undefined
  return questions.find((one): one is Counted => one.setting === name && one.setting !== 'columns')
}

function fitting({ options, of }: Counted, value: string, thing: string): string {
  const fits = options.find((option) => option.value === value)?.fits ?? 0
  return `fits ${fits} of ${count(of, thing)}`
}

function columnsOf(subject: Subject, [names = [], ...rows]: readonly string[][]): FileColumn[] {
  const { requestedSettings, questions, header, status } = subject
  const choices = requestedSettings.columns ?? {}
  // A file that is refused has no header of its own.
  const read = targetsByName(names)
  const asked = new Set(status === 'parsing' ? [] : undecidedColumns(questions))
  const columns = names.slice(0, MOST_COLUMNS).map((name, index): FileColumn => {
    const shown = shownName(name, index)
    const choice = choices[shown]
    const found = status === 'refused' ? read[index] : header?.targets[index]
    const isAsked = choice === undefined && asked.has(shown)
    const own = `metadata.${name.trim()}`
    return {
      name: `column.${index}`,
      header: shown,
      examples: rows.flatMap((cells) => cells[index]?.trim() || []).slice(0, 3),
      chosen: choice === null ? LEAVE_OUT : (choice ?? ''),
      isAsked,
      options: [
        ['', byName(choice === undefined ? found : undefined, isAsked)],
        [LEAVE_OUT, 'Leave it out'],
        ...COLUMN_NAMES.map((target): Option => [target, targetName(target)]),
        ...(isTarget(own) ? [[own, 'Your own data, kept with the invoice'] as const] : []),
      ],
    }
  })
  return columns.toSorted((a, b) => Number(b.isAsked) - Number(a.isAsked))
}

function byName(found: Target | undefined, isAsked: boolean): string {
  if (found) return `By its name: ${targetName(found)}`
  return isAsked ? 'Please choose' : 'By its name'
}

function targetName(target: Target): string {
  return target.startsWith('metadata.')
    ? `your own data “${target.slice(9)}”`
    : capitalised(target.replaceAll('_', ' ').replace('vat', 'VAT').replace('einvoice', 'e-invoice'))
}

/** A change of the columns also depends on the header. */
export function readingFields({ settings, columns }: Reading, { requestedSettings }: Subject): Fields {
  const headers = columns.map(({ header }) => header)
  const choices = Object.entries(requestedSettings.columns ?? {})
  const absent = choices.filter(([header]) => !headers.includes(header))
  return {
    ...Object.fromEntries(settings.map(({ name, chosen }) => [name, chosen])),
    ...Object.fromEntries(columns.map(({ name, chosen }) => [name, chosen])),
    headers: headersOf(columns),
    // No page posts these choices, so every save of the form drops them.
    absent: absent.length > 0 ? JSON.stringify(absent) : '',
  }
}

/** The button leaves out the columns that are not read. */
export function unreadFields({ columns }: Reading): Fields {
  return { unread_columns: '', unread: JSON.stringify(unreadOf(columns)) }
}

export function headersOf(columns: readonly FileColumn[]): string {
  // The page shows first what is asked, which changes.
  const places = columns.map(({ name, header }) => [name, header] as const)
  return JSON.stringify(Object.fromEntries(places.toSorted(([a], [b]) => (a < b ? -1 : 1))))
}

function unreadOf(columns: readonly FileColumn[]): string[] {
  return columns.filter(({ isAsked }) => isAsked).map(({ header }) => header)
}

export function leavesOutUnread(fields: Fields): boolean {
  return fields['unread_columns'] === 'ignore'
}

/** The choices of all columns are one setting. */
export function readingParts(entered: Fields): Parts {
  return {
    partOf(name) {
      if (name.startsWith('column.') || name === 'headers' || name === 'absent') return 'columns'
      return name === 'unread' ? 'unread_columns' : name
    },
    staleWords(part, present) {
      if (part === 'unread_columns') {
        const seen = quoted(stringsOf(entered['unread']))
        const now = quoted(stringsOf(present['unread']))
        const words = `The columns were changed after you opened the page, so nothing is saved. You saw ${seen} as not read. Now it is ${now}.`
        return { form: words }
      }
      if (part !== 'columns') {
        const options: readonly Option[] = OPTIONS[part as Setting['name']] ?? []
        const [, label] = options.find(([value]) => value === present[part]) ?? []
        return label === undefined ? undefined : { [part]: changedTo(label) }
      }
      if (entered['headers'] !== present['headers']) return { form: OTHER_COLUMNS }
      const names = Object.keys(present).filter((name) => name.startsWith('column.'))
      const changed = names.filter((name) => (entered[name] ?? '') !== present[name])
      return Object.fromEntries(changed.map((name) => [name, changedTo(choiceName(present[name]))]))
    },
  }
}

const OTHER_COLUMNS =
  'Somebody else had the file split into other columns after you opened the page, so nothing is saved. These are its columns now.'

function choiceName(value = ''): string {
  if (value === '') return 'By its name'
  return value === LEAVE_OUT || !isTarget(value) ? 'Leave it out' : targetName(value)
}

function quoted(headers: readonly string[]): string {
  return headers.length > 0 ? headers.map((header) => `“${header}”`).join(', ') : 'none'
}

function stringsOf(text = ''): string[] {
  const read = parsed(text)
  return Array.isArray(read) ? read.filter((one) => typeof one === 'string') : []
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Leaves out what the person did not change. */
export function settingsBodyOf(fields: Fields, form: EnteredForm): object {
  if (leavesOutUnread(fields)) return { unread_columns: 'ignore' }
  const changed = Object.keys(OPTIONS).filter((name) => form.isTouched(name) && fields[name])
  const settings = Object.fromEntries(changed.map((name) => [name, fields[name]]))
  const headers = parsed(fields['headers'] ?? '')
  if (!form.isTouched('columns') || typeof headers !== 'object' || headers === null) return settings
  const given = Object.entries(headers).flatMap(([name, header]) => {
    const value = fields[name] ?? ''
    return value === '' ? [] : [[String(header), value === LEAVE_OUT ? null : value]]
  })
  return { ...settings, columns: Object.fromEntries(given) }
}

/** A refused form keeps what was entered, unless the file has other columns by now. */
export function enteredAgain(entered: Fields, present: Fields): Fields {
  if (entered['headers'] === present['headers']) return entered
  const columns = Object.entries(present).filter(([name]) => name.startsWith('column.') || name === 'headers')
  return { ...entered, ...Object.fromEntries(columns) }
}
