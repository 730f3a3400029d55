import type { Locale } from '../texts/locale.ts'
import type { InvoiceLine } from './types.ts'
import { UNITS } from './units.ts'

interface Unit {
  text?: `unit.${'piece' | 'set' | 'pair' | 'package' | 'lump_sum' | 'word'}`
  cldr?: string
  sign?: string
}

/** Returns a number alone for the unit of one. */
export function quantityText({ quantity, unit: code = 'C62' }: InvoiceLine, locale: Locale): string {
  const unit: Unit = UNITS[code]
  const count = locale.decimal(quantity)
  if (unit.cldr !== undefined) return cldrText(quantity, unit.cldr, locale)
  if (unit.sign !== undefined) return `${count}\u00A0${unit.sign}`
  return unit.text === undefined
    ? count
    : locale.t(`${unit.text}.${locale.plural(Number(quantity))}`, { count })
}

const formats = new Map<string, Intl.NumberFormat>()

/** A decimal text is formatted exactly: https://tc39.es/proposal-intl-numberformat-v3/ */
function cldrText(quantity: string, unit: string, { tag }: Locale): string {
  const key = `${tag} ${unit}`
  const format = formats.get(key) ?? new Intl.NumberFormat(tag, { ...CLDR_OPTIONS, unit })
  formats.set(key, format)
  return format.format(quantity as Intl.StringNumericLiteral).replaceAll('\u202F', '\u00A0')
}

const CLDR_OPTIONS = {
  style: 'unit',
  unitDisplay: 'long',
  useGrouping: false,
  maximumFractionDigits: 6,
} as const
