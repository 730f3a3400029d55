import * as v from 'valibot'
import { orNull, word } from '../../../domain/events/public-event.ts'

export const idOf = (prefix: string, meaning = 'The id') =>
  v.pipe(v.string(), v.regex(new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`)), v.description(meaning))

export const amount = (meaning: string) => v.pipe(v.number(), v.integer(), v.description(meaning))
export const amountSum = v.pipe(
  v.union([v.pipe(v.number(), v.integer()), v.pipe(v.string(), v.regex(/^-?\d{16,}$/))]),
  v.description('Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits'),
)
export const amountOrNull = (meaning: string) => orNull(v.pipe(v.number(), v.integer()), meaning)
export const count = (meaning: string) =>
  v.pipe(v.number(), v.integer(), v.minValue(0), v.description(meaning))
export const instantOrNull = (meaning: string) => orNull(v.pipe(v.string(), v.isoTimestamp()), meaning)
export const textOrNull = (meaning: string) => orNull(v.string(), meaning)
export const mode = word(['test', 'live'], 'The mode')
export const currency = v.pipe(v.string(), v.regex(/^[A-Z]{3}$/), v.description('ISO 4217 code'))

export const pageOf = <S extends v.GenericSchema>(item: S) =>
  v.strictObject({
    data: v.array(item),
    next_cursor: textOrNull('The `cursor` of the next page; null on the last one'),
  })
