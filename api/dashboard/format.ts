import {
  type CalendarDate,
  dateInZone,
  formatShortDate,
  type Instant,
  timeOfDay,
} from '../../domain/shared/calendar.ts'
import { type Address, addressLines } from '../../domain/invoice/document.ts'
import { type AmountSum, type Currency, formatMoney } from '../../domain/shared/money.ts'
import { localeOf } from '../../domain/texts/locale.ts'

/** @param amount minor units */
export function money(amount: AmountSum | bigint, currency: string): string {
  const sum = typeof amount === 'bigint' ? amount.toString() : amount
  return formatMoney({ amount: sum, currency: currency as Currency })
}

/** Returns the lines with the name of the country. */
export function linesOfAddress(address: Address | undefined): string[] {
  return addressLines(address, localeOf('en'))
}

export function day(date: CalendarDate): string {
  return formatShortDate(date)
}

/** Returns text such as `30 Nov 2026, 14:05`, by the merchant's clock. */
export function dateTime(at: Instant, zone: string): string {
  return `${formatShortDate(dateInZone(at, zone))}, ${timeOfDay(at, zone)}`
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

/** Takes e-mail addresses with commas, semicolons or spaces between them. */
export function splitAddresses(text: string): string[] {
  return text.split(/[,;\s]+/).filter((address) => address !== '')
}
