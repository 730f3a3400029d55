export const EINVOICE_FILES = ['factur_x', 'xrechnung', 'peppol'] as const
export type EInvoiceFormat = (typeof EINVOICE_FILES)[number]
