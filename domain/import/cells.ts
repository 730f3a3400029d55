import { CATEGORY_CODES } from '../einvoice/lines.ts'
import { hasVisibleText, withoutOverrides } from '../shared/direction.ts'
import { parseDecimal, unsignedZero } from '../shared/decimal.ts'
import { canonicalLanguage } from '../shared/language.ts'
import { isEmailAddress } from '../shared/email-address.ts'
import { hasControls, hasControlsBesideLineEnds, isPhone, withLineEnds } from '../invoice/limits.ts'
import { UNIT_CODES, UNIT_WORDS, type UnitCode } from '../tax/units.ts'
import { type Currency, isCurrency } from '../shared/money.ts'
import type { CellProblem } from './cell-errors.ts'
import { TAX_CATEGORIES, type TaxCategory } from '../tax/category.ts'

export function normalizeCell(cell: string): string {
  const trimmed = cell.trim()
  return trimmed.startsWith("'") && /^'[=+\-@\t\r＝＋－＠]/.test(trimmed) ? trimmed.slice(1) : trimmed
}

/**
 * The longest e-mail address has 254 characters.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1
 */
const MAX_VALUE_LENGTH = 254

export function readValue<T>(cell: string, read: (cell: string) => T | CellProblem): T | CellProblem {
  return cell.length > MAX_VALUE_LENGTH ? tooLong(cell, MAX_VALUE_LENGTH) : read(cell)
}

export function readLine(cell: string, max: number): string | CellProblem {
  const text = withoutOverrides(cell).trim()
  if (!hasVisibleText(text)) return INVISIBLE
  if (text.length > max) return tooLong(text, max)
  const detail = 'must be one line, without control characters'
  return hasControls(text) ? { code: 'invalid_characters', detail } : text
}

export function readProse(cell: string, max: number): string | CellProblem {
  const text = withoutOverrides(withLineEnds(cell)).trim()
  if (!hasVisibleText(text)) return INVISIBLE
  if (text.length > max) return tooLong(text, max)
  const detail = 'must not contain control characters'
  return hasControlsBesideLineEnds(text) ? { code: 'invalid_characters', detail } : text
}

const INVISIBLE = { code: 'required', detail: 'must have a visible character' } as const

function tooLong({ length }: string, max: number): CellProblem {
  return { code: 'too_long', detail: `must be at most ${max} characters, and has ${length}` }
}

export function readEmail(cell: string): string | CellProblem {
  const isRight = !hasControls(cell) && isEmailAddress(cell)
  return isRight
    ? cell
    : { code: 'invalid_email', detail: 'must be an e-mail address such as ada@example.com' }
}

export function readCurrency(cell: string): Currency | CellProblem {
  const code = cell.toUpperCase()
  return isCurrency(code)
    ? code
    : { code: 'unknown_currency', detail: 'must be a currency code of ISO 4217, such as EUR' }
}

export function readPhone(cell: string): string | CellProblem {
  const bare = cell.replace(/[\s\p{Cf}().\-/]/gu, '').replace(/^00/, '+')
  return isPhone(bare)
    ? bare
    : { code: 'invalid_phone', detail: 'must be in international form, +447700900123' }
}

/** @returns decimal text from 0 to 100, or the problem */
export function readTaxRate(cell: string): string | CellProblem {
  const bare = unsignedZero(cell.replace(/\s*%$/, '').replace(',', '.'))
  const isRate = parseDecimal(bare) !== undefined && !bare.startsWith('-') && Number(bare) <= 100
  return isRate ? bare : { code: 'invalid_tax_rate', detail: 'must be a percentage from 0 to 100, 25 or 5.5' }
}

/** Takes the codes of EN 16931 too. */
export function readTaxCategory(cell: string): TaxCategory | CellProblem {
  const name = cell.toLowerCase().replace(/[\s-]+/g, '_')
  const detail = `must be one of ${TAX_CATEGORIES.join(', ')}`
  const known = TAX_CATEGORIES.find(
    (category) => name === category || name === CATEGORY_CODES[category].toLowerCase(),
  )
  return known ?? { code: 'invalid_tax_category', detail }
}

export function readYesOrNo(cell: string): boolean | CellProblem {
  const word = cell.toLowerCase()
  if (YES.has(word)) return true
  return NO.has(word) ? false : { code: 'invalid_yes_or_no', detail: 'must be yes or no' }
}

const YES = new Set(['yes', 'y', 'true', '1', 'ja', 'oui', 'sí', 'si', 'sì', 'kyllä'])
const NO = new Set(['no', 'n', 'false', '0', 'nein', 'nej', 'nei', 'non', 'nee', 'ei'])

export function readUnit(cell: string): UnitCode | CellProblem {
  const code = UNIT_CODES.find((one) => one === cell.toUpperCase()) ?? UNIT_WORDS.get(cell.toLowerCase())
  const detail = 'must be a unit such as hours, days, pieces or kg, or one of the codes in the guide'
  return code ?? { code: 'unknown_unit', detail }
}

export function readLanguage(cell: string): string | CellProblem {
  const detail = 'must be a language tag such as en or da-DK'
  return canonicalLanguage(cell) ?? { code: 'invalid_language', detail }
}

export function memoize<T>(read: (cell: string) => T): (cell: string) => T {
  const known = new Map<string, T>()
  return (cell) => {
    const before = known.get(cell)
    if (before !== undefined) return before
    const value = read(cell)
    if (known.size < MAX_KEPT) known.set(cell, value)
    return value
  }
}

const MAX_KEPT = 5_000
