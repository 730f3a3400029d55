import type { AttachedFormat } from '../../domain/einvoice/format.ts'

export const EINVOICE_NAMES: Record<AttachedFormat, string> = {
  none: 'None',
  factur_x: 'Factur-X (ZUGFeRD)',
  xrechnung: 'XRechnung',
  peppol: 'Peppol BIS Billing 3',
}

export const COMPANY_NUMBER_HINT =
  'In the register of companies. A Peppol e-invoice between two Dutch or two Icelandic companies needs it.'

export const EINVOICE_OPTIONS: readonly (readonly [string, string])[] = [
  ['', 'As the customer takes it, else none'],
  ...Object.entries(EINVOICE_NAMES),
]
