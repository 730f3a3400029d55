import { grouped, luhnDigit, weightedDigit } from './check-digits.ts'

/**
 * Finnish viite: 3 to 19 digits and a check digit.
 *
 * @see https://www.finanssiala.fi/wp-content/uploads/2021/03/kotimaisen_viitteen_rakenneohje.pdf
 */
export function viite(base: string): string {
  return `${base}${weightedDigit(base)}`
}

export function isViite(reference: string): boolean {
  return /^\d{4,20}$/.test(reference) && viite(reference.slice(0, -1)) === reference
}

export function viiteText(reference: string): string {
  return grouped(reference, 5, 'right')
}

/** Norwegian KID with MOD 10. MOD 11, the other rule of the banks, can end in `-`. */
export function kid(base: string): string {
  return `${base}${luhnDigit(base)}`
}

/** @internal */
export function isKid(reference: string): boolean {
  return /^\d{2,25}$/.test(reference) && kid(reference.slice(0, -1)) === reference
}

/** Swedish OCR: the last digit but one states the length. */
export function ocr(base: string): string {
  const withLength = `${base}${(base.length + 2) % 10}`
  return `${withLength}${luhnDigit(withLength)}`
}

/** @internal */
export function isOcr(reference: string): boolean {
  return /^\d{3,25}$/.test(reference) && ocr(reference.slice(0, -2)) === reference
}

const FIK_DIGITS = { '71': 15, '75': 16 } as const
type FikType = keyof typeof FIK_DIGITS

/** Danish FIK: the payment id of type 71 or 75, filled with zeros. */
export function fik(base: string, type: FikType): string {
  const body = base.padStart(FIK_DIGITS[type] - 1, '0')
  return `${body}${luhnDigit(body)}`
}

export function isFik(reference: string, type: FikType): boolean {
  return (
    /^\d+$/.test(reference) &&
    reference.length === FIK_DIGITS[type] &&
    fik(reference.slice(0, -1), type) === reference
  )
}

/** The payer enters type, payment id and the creditor's number at the bank. */
export function fikText(reference: string, type: FikType, creditorNumber: string): string {
  return `+${type}<${reference}+${creditorNumber}<`
}
