import { LIMITS } from '../invoice/limits.ts'
import {
  AMBIGUOUS_TAX_HEADERS,
  type ColumnName,
  COLUMN_NAMES,
  COLUMNS,
  NET_ALIASES,
  PRICE_ALIASES,
  type Target,
} from './columns.ts'

export const ERROR_COLUMNS = ['error_row', 'error_codes', 'error_details'] as const

export interface Header {
  names: string[]
  targets: (Target | undefined)[]
  unknown: string[]
  undecided: number[]
}

export type HeaderProblem =
  | { code: 'duplicate_headers'; headers: string[] }
  | { code: 'missing_columns'; columns: ColumnName[] }
  | { code: 'unknown_column_choice'; headers: string[] }
  | { code: 'too_many_columns'; count: number }
  | { code: 'header_too_long'; headers: string[] }
  | { code: 'unclear_tax'; headers: string[] }
  | { code: 'unclear_amount'; headers: [amount: string, taxRate: string] }
  | { code: 'unclear_quantity'; headers: [quantity: string, amount: string] }
  | { code: 'two_discounts'; headers: string[] }

const MAX_COLUMNS = 300
const MAX_HEADER_LENGTH = 200
const MAX_METADATA_COLUMNS = 50

export function readHeader(
  names: readonly string[],
  choices: Readonly<Record<string, Target | null>> = {},
  isTaxPlaceKnown = false,
): { header: Header } | { problems: HeaderProblem[] } {
  if (names.length > MAX_COLUMNS) return { problems: [{ code: 'too_many_columns', count: names.length }] }
  const long = names.filter((name) => name.length > MAX_HEADER_LENGTH)
  if (long.length > 0) return { problems: [{ code: 'header_too_long', headers: long }] }
  const problems: HeaderProblem[] = []
  const repeated = duplicates(names)
  if (repeated.length > 0) problems.push({ code: 'duplicate_headers', headers: repeated })
  const chosen = new Map(Object.entries(choices).map(([name, target]) => [normalised(name), target]))
  const known = new Set(names.map((name, index) => normalised(shownName(name, index))))
  const absent = Object.keys(choices).filter((name) => !known.has(normalised(name)))
  if (absent.length > 0) problems.push({ code: 'unknown_column_choice', headers: absent })
  const targets = names.map((name, index) => {
    const choice = chosen.get(normalised(shownName(name, index)))
    return choice === null ? undefined : (choice ?? ownName(name))
  })
  const hasQuantity =
    targets.includes('quantity') ||
    names.some((name) => !chosen.has(normalised(name)) && ALIASES.get(normalised(name)) === 'quantity')
  for (const [index, name] of names.entries()) {
    const target = chosen.has(normalised(name)) ? undefined : aliasOf(name)
    if (target && !targets.includes(target)) targets[index] = target
    else if (target && targets.some((one, other) => one === target && isAlias(names[other] ?? ''))) {
      const rivals = names.filter((_, other) => targets[other] === target)
      problems.push({ code: 'duplicate_headers', headers: [...rivals, name] })
    }
  }
  const twice = targets.filter((target, index) => target && targets.indexOf(target) !== index)
  if (twice.length > 0 && problems.length === 0) {
    const headers = names.filter((_, index) => twice.includes(targets[index]))
    problems.push({ code: 'duplicate_headers', headers })
  }
  problems.push(...unclearTaxes(), ...unclearLines())
  const missing = COLUMN_NAMES.filter(
    (name) =>
      COLUMNS[name].required &&
      !targets.includes(name) &&
      !(name === 'amount' && targets.includes('unit_price')),
  )
  if (missing.length > 0) problems.push({ code: 'missing_columns', columns: missing })
  const metadata = targets.filter((target) => target?.startsWith('metadata.')).length
  if (metadata > MAX_METADATA_COLUMNS) problems.push({ code: 'too_many_columns', count: metadata })
  if (problems.length > 0) return { problems }
  const unread = [...names.keys()].filter((at) => !targets[at] && !isErrorColumn(names[at] ?? ''))
  const unknown = unread.map((at) => names[at] ?? '').filter((name) => name.trim() !== '')
  const undecided = unread.filter((at) => !chosen.has(normalised(shownName(names[at] ?? '', at))))
  return { header: { names: [...names], targets, unknown, undecided } }

  /** A guess about ambiguous headers can omit the tax or charge the tax twice. */
  function unclearTaxes(): HeaderProblem[] {
    const rate = targets.indexOf('tax_rate')
    if (rate < 0) {
      const bare = names.filter((name) => !chosen.has(normalised(name)) && BARE.has(normalised(name)))
      return bare.length > 0 ? [{ code: 'unclear_tax', headers: bare }] : []
    }
    const at = targets.indexOf(targets.includes('unit_price') ? 'unit_price' : 'amount')
    if (at < 0 || isTaxPlaceKnown || targets.includes('prices_include_tax')) return []
    const amount = names[at] ?? ''
    const isClear = !isAlias(amount) || NET.has(normalised(amount))
    return isClear ? [] : [{ code: 'unclear_amount', headers: [amount, names[rate] ?? ''] }]
  }

  function unclearLines(): HeaderProblem[] {
    const found: HeaderProblem[] = []
    const quantity = targets.indexOf('quantity')
    const amount = targets.indexOf('amount')
    if (quantity >= 0 && amount >= 0 && !targets.includes('unit_price')) {
      found.push({ code: 'unclear_quantity', headers: [names[quantity] ?? '', names[amount] ?? ''] })
    }
    const discounts = names.filter((_, index) => targets[index]?.startsWith('discount'))
    if (discounts.length > 1) found.push({ code: 'two_discounts', headers: discounts })
    return found
  }

  function aliasOf(name: string): ColumnName | undefined {
    return hasQuantity && PRICE.has(normalised(name)) ? 'unit_price' : ALIASES.get(normalised(name))
  }

  function isAlias(name: string): boolean {
    return !chosen.has(normalised(name)) && ownName(name) === undefined
  }
}

export function uploadedHeader(header: Header | null | undefined, target: Target): string {
  const at = header?.targets.indexOf(target) ?? -1
  return header && at >= 0 ? shownName(header.names[at] ?? '', at) : target
}

export function shownName(name: string, position: number): string {
  return name.trim() === '' ? columnName(position) : name
}

export function columnName(position: number): string {
  const letter = String.fromCodePoint(65 + (position % 26))
  const before = Math.floor(position / 26)
  return before === 0 ? `column ${letter}` : `${columnName(before - 1)}${letter}`
}

/** Returns what each header means by its name alone, also where two mean the same. */
export function targetsByName(names: readonly string[]): (Target | undefined)[] {
  const targets = names.map((name) => ownName(name) ?? ALIASES.get(normalised(name)))
  const hasQuantity = targets.includes('quantity')
  return targets.map((target, index) =>
    hasQuantity && PRICE.has(normalised(names[index] ?? '')) ? 'unit_price' : target,
  )
}

export function countKnown(names: readonly string[]): number {
  const short = names.filter((name) => name.length <= MAX_HEADER_LENGTH)
  return short.filter((name) => ownName(name) ?? ALIASES.get(normalised(name))).length
}

export function isTarget(text: string): text is Target {
  return ownName(text) === text
}

function normalised(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-./:*]+/g, '')
}

const ALIASES: ReadonlyMap<string, ColumnName> = new Map(
  COLUMN_NAMES.flatMap((name) =>
    COLUMNS[name].aliases.split(',').map((alias): [string, ColumnName] => [normalised(alias), name]),
  ),
)
const NET: ReadonlySet<string> = new Set(NET_ALIASES.map(normalised))
const PRICE: ReadonlySet<string> = new Set(PRICE_ALIASES.map(normalised))
const BARE: ReadonlySet<string> = new Set(AMBIGUOUS_TAX_HEADERS.map(normalised))
const OWN: ReadonlyMap<string, ColumnName> = new Map(COLUMN_NAMES.map((name) => [normalised(name), name]))

function ownName(name: string): Target | undefined {
  const metadata = /^metadata[.:]\s*(.+)$/iu.exec(name.trim())?.[1]
  if (metadata)
    return metadata.length <= LIMITS.metadataKey && !/\p{Cc}/u.test(metadata)
      ? `metadata.${metadata}`
      : undefined
  return OWN.get(normalised(name))
}

export function isErrorColumn(name: string): boolean {
  return ERROR_COLUMNS.some((own) => normalised(own) === normalised(name))
}

function duplicates(names: readonly string[]): string[] {
  const seen = new Set<string>()
  return names.filter((name) => {
    const key = normalised(name)
    if (key === '') return false
    const known = seen.has(key)
    seen.add(key)
    return known
  })
}
