import { grouped, recursiveDigit } from './check-digits.ts'

/**
 * Swiss QR reference: 26 digits, filled with zeros at the left, and a check digit.
 *
 * @see https://www.six-group.com/dam/download/banking-services/standardization/qr-bill/ig-qr-bill-v2.3-en.pdf
 */
export function qrr(base: string): string {
  const body = base.padStart(26, '0')
  return `${body}${recursiveDigit(body)}`
}

export function isQrr(reference: string): boolean {
  return /^\d{27}$/.test(reference) && /[1-9]/.test(reference) && qrr(reference.slice(0, 26)) === reference
}

export function qrrText(reference: string): string {
  return grouped(reference, 5, 'right')
}

/** Liechtenstein has the payments of Switzerland. */
export function isSwissIban(iban: string): boolean {
  return iban.startsWith('CH') || iban.startsWith('LI')
}

/** A QR-IBAN has a bank number from 30000 to 31999. */
export function isQrIban(iban: string): boolean {
  return /^(CH|LI)\d{2}3[01]\d{3}/.test(iban)
}
