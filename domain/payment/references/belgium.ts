import { mod97 } from './check-digits.ts'

/**
 * Returns ten digits and their remainder by 97. A remainder of 0 is written 97.
 *
 * @see https://www.febelfin.be
 */
export function ogm(base: string): string {
  return `${base}${String(mod97(base) || 97).padStart(2, '0')}`
}

export function isOgm(reference: string): boolean {
  return /^\d{12}$/.test(reference) && ogm(reference.slice(0, 10)) === reference
}

export function ogmText(reference: string): string {
  return `+++${reference.slice(0, 3)}/${reference.slice(3, 7)}/${reference.slice(7)}+++`
}
