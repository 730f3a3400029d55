import { isOgm, ogm, ogmText } from './belgium.ts'
import { creditorReference, creditorReferenceText, isCreditorReference } from './creditor-reference.ts'
import { fik, fikText, isFik, isViite, kid, ocr, viite, viiteText } from './nordic.ts'
import { isQrr, qrr, qrrText } from './switzerland.ts'
import type { ReferenceType } from './types.ts'

/**
 * Faster Payments carry at most this many characters.
 *
 * @see https://docs.truelayer.com/docs/character-limitations-in-payments
 */
const MAX_LENGTH = 18

/** Drawn references have ten digits and check digits, so a shorter number cannot equal one. */
const FIRST_BASE = 1_000_000_000

/**
 * Returns true if every rail carries the number unchanged. No drawn reference can equal such a number.
 *
 * @param number an invoice number
 */
export function isReference(number: string): boolean {
  return (
    number.length <= MAX_LENGTH &&
    /^[A-Z0-9]([A-Z0-9-]*[A-Z0-9])?$/.test(number) &&
    !number.startsWith('RF') &&
    !/^\d{11,}$/.test(number)
  )
}

/** @param count the number of references that the merchant has drawn, from 1 */
export function drawnReference(type: ReferenceType, count: number): string {
  const base = String(FIRST_BASE + count)
  switch (type) {
    case 'ogm':
      return ogm(base)
    case 'viite':
      return viite(base)
    case 'kid':
      return kid(base)
    case 'ocr':
      return ocr(base)
    case 'fik':
      return fik(base, '71')
    case 'qrr':
      return qrr(base)
    case 'number':
    case 'rf':
    case 'scor':
      return creditorReference(base)
  }
}

/**
 * Returns the creditor reference of the same digits where the scheme cannot carry the reference.
 * One counter draws the digits of all types, so two invoices have different ones.
 */
export function carriedReference(reference: string, carried: RegExp): string {
  return isQrr(reference) && !carried.test(reference)
    ? creditorReference(String(Number(reference.slice(0, -1))))
    : reference
}

/** Returns the digits that a drawn creditor reference shares with the invoice's own reference. */
export function digitsOfCarried(text: string): string | undefined {
  const compact = text.replaceAll(/\s/g, '').toUpperCase()
  return /^RF\d{12}$/.test(compact) && isCreditorReference(compact) ? compact.slice(4) : undefined
}

/**
 * Writes a reference as people of its country read it.
 *
 * @param type the type of the account. A reference of another type stays as it is.
 */
export function referenceText(reference: string, type: ReferenceType, creditorNumber = ''): string {
  switch (type) {
    case 'ogm':
      return isOgm(reference) ? ogmText(reference) : reference
    case 'viite':
      return isViite(reference) ? viiteText(reference) : reference
    case 'fik':
      return isFik(reference, '71') ? fikText(reference, '71', creditorNumber) : reference
    case 'qrr':
      return isQrr(reference) ? qrrText(reference) : reference
    case 'kid':
    case 'ocr':
    case 'number':
    case 'rf':
    case 'scor':
      return isCreditorReference(reference) ? creditorReferenceText(reference) : reference
  }
}
