import { grouped, mod97 } from './check-digits.ts'

/**
 * ISO 11649: `RF`, two check digits, and at most 21 letters and digits.
 *
 * @see https://www.europeanpaymentscouncil.eu/document-library/guidance-documents/guidance-use-structured-creditor-reference
 */
export function creditorReference(body: string): string {
  return `RF${String(98 - mod97(numeric(`${body}RF00`))).padStart(2, '0')}${body}`
}

export function isCreditorReference(text: string): boolean {
  if (!/^RF\d{2}[0-9A-Z]{1,21}$/.test(text)) return false
  return mod97(numeric(`${text.slice(4)}${text.slice(0, 4)}`)) === 1
}

export function creditorReferenceText(reference: string): string {
  return grouped(reference, 4)
}

function numeric(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
}
