import type { ImportRow } from '../../../db/entities/index.ts'
import {
  COLUMN_NAMES,
  DATE_FORMATS,
  isTarget,
  type Question,
  shownName,
  type Target,
} from '../../../domain/import/index.ts'
import { capitalised } from '../../../domain/texts/capitalised.ts'
import type { Fields } from '../../identity/form.ts'
import { settingsView } from '../../merchant/imports/settings-body.ts'
import { count } from '../format.ts'

type Option = readonly [value: string, label: string]

interface Setting {
  name: 'encoding' | 'delimiter' | 'decimal' | 'date_format'
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

type Subject = Pick<ImportRow, 'settings' | 'requestedSettings' | 'questions' | 'header' | 'status'>

const DECIMALS: readonly Option[] = [
  ['point', '1,234.50'],
  ['comma', '1.234,50'],
]
const DELIMITERS: readonly Option[] = [
  ['comma', 'Comma'],
  ['semicolon', 'Semicolon'],
  ['tab', 'Tab'],
]
const ENCODINGS: readonly Option[] = [
  ['utf-8', 'UTF-8'],
  ['windows-1252', 'Windows-1252'],
]
const DATES: readonly Option[] = DATE_FORMATS.map((format) => [format, format])
const LEAVE_OUT = 'none'
const MOST_COLUMNS = 300

/** @param start the cells of the header and of the first rows */
export function readingOf(subject: Subject, start: readonly string[][]): Reading {
  const used = usedSettings(subject)
  const setting = (
    name: Setting['name'],
    label: string,
    options: readonly Option[],
    thing = 'value',
  ): Setting => {
    const asked = questionOf(subject.questions, name)
    const shown = asked
      ? options.map(([value, text]): Option => [value, `${text} (${fitting(asked, value, thing)})`])
      : options
    const chosen = asked ? '' : (used[name] ?? '')
    const undecided: Option[] = chosen === '' ? [['', asked ? 'Please choose' : 'As found in the file']] : []
    return { name, label, chosen, options: [...undecided, ...shown], isAsked: asked !== undefined }
  }
  return {
    settings: [
      setting('decimal', 'Amounts are written like', DECIMALS, 'amount'),
      setting('date_format', 'Dates are written like', DATES, 'date'),
      setting('delimiter', 'Separator of columns', DELIMITERS),
      setting('encoding', 'Encoding of the text', ENCODINGS),
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
  } = {
    ...settings,
    ...requestedSettings,
  }
  const complete = { encoding, dateFormat, decimal: decimal ?? 'point', unreadColumns: 'ask' } as const
  return {
    encoding,
    date_format: dateFormat,
    ...(decimal === undefined ? {} : { decimal }),
    ...(delimiter === undefined ? {} : { delimiter: settingsView({ ...complete, delimiter }).delimiter }),
  }
}

type Counted = Exclude<Question, { setting: 'columns' }>

function questionOf(questions: readonly Question[], name: string): Counted | undefined {
  return questions.find((one): one is Counted => one.setting === name && one.setting !== 'columns')
}

function fitting({ options, of }: Counted, value: string, thing: string): string {
  const fits = options.find((option) => option.value === value)?.fits ?? 0
  return `fits ${fits} of ${count(of, thing)}`
}

function columnsOf(subject: Subject, [names = [], ...rows]: readonly string[][]): FileColumn[] {
  const { requestedSettings, questions, header, status } = subject
  const choices = requestedSettings.columns ?? {}
  const asked = new Set(questions.flatMap((one) => (one.setting === 'columns' ? one.headers : [])))
  const columns = names.slice(0, MOST_COLUMNS).map((name, index): FileColumn => {
    const shown = shownName(name, index)
    const choice = choices[shown]
    const found = status === 'refused' ? undefined : header?.targets[index]
    const isAsked = asked.has(shown)
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
    : capitalised(target.replaceAll('_', ' '))
}

/** Leaves out what the person did not decide. */
export function settingsBodyOf(fields: Fields, subject: Subject, start: readonly string[][]): object {
  const { settings, columns } = readingOf(subject, start)
  const changed = settings.flatMap(({ name, chosen }) => {
    const value = fields[name] ?? ''
    return value === '' || value === chosen ? [] : [[name, value]]
  })
  const given = columns.flatMap(({ name, header }) => {
    const value = fields[name] ?? ''
    return value === '' ? [] : [[header, value === LEAVE_OUT ? null : value]]
  })
  const hasColumns = columns.some(({ name }) => name in fields)
  return {
    ...Object.fromEntries(changed),
    ...(hasColumns ? { columns: Object.fromEntries(given) } : {}),
    ...(fields['unread_columns'] === 'ignore' ? { unread_columns: 'ignore' } : {}),
  }
}
