export const REFERENCE_TYPES = ['number', 'rf', 'ogm', 'viite', 'kid', 'ocr', 'fik', 'qrr', 'scor'] as const
/** `number` is the invoice number, or a drawn reference where the number cannot be one. */
export type ReferenceType = (typeof REFERENCE_TYPES)[number]
