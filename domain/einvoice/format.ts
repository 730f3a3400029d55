export const EINVOICE_FILES = ['factur_x', 'xrechnung', 'peppol'] as const
export type EInvoiceFormat = (typeof EINVOICE_FILES)[number]

/** The e-invoice that the e-mail to the customer has attached. */
export const ATTACHED_FORMATS = ['none', ...EINVOICE_FILES] as const
export type AttachedFormat = (typeof ATTACHED_FORMATS)[number]
