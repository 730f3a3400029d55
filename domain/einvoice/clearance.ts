import type { CalendarDate } from '../shared/calendar.ts'

export const CLEARANCE_KINDS = ['clearance', 'network', 'reporting'] as const

/**
 * A duty of the seller's country that this product does not fulfil.
 * `clearance`: the authority's platform gets the invoice first.
 * `network`: businesses must send a structured invoice over a network.
 */
export interface Clearance {
  /** A code of ISO 3166-1. */
  country: string
  kind: (typeof CLEARANCE_KINDS)[number]
  system: string
  since: CalendarDate
  source: string
}

interface Duty extends Omit<Clearance, 'country'> {
  /** The duty also covers invoices to other countries. */
  isAlsoForeign?: true
}

/**
 * Returns the duty on the day of the issue, or undefined. Between two countries only some duties apply.
 */
export function clearanceOf(
  sellerCountry: string,
  buyerCountry: string | undefined,
  issuedOn: CalendarDate,
): Clearance | undefined {
  const duty = DUTIES[sellerCountry]
  if (!duty || duty.since > issuedOn) return undefined
  const { isAlsoForeign, ...clearance } = duty
  const isDomestic = buyerCountry === undefined || buyerCountry === sellerCountry
  return isDomestic || isAlsoForeign ? { country: sellerCountry, ...clearance } : undefined
}

/** @internal State of the laws: November 2026. */
export const DUTIES: Readonly<Record<string, Duty>> = {
  AL: dutyOf('clearance', 'Fiskalizimi', '2021-01-01', 'https://www.tatime.gov.al', 'foreign'),
  BE: dutyOf('network', 'Peppol', '2026-01-01', 'https://einvoice.belgium.be'),
  ES: dutyOf('reporting', 'VERI*FACTU', '2027-01-01', 'https://sede.agenciatributaria.gob.es/Sede/iva/sistemas-informaticos-facturacion-verifactu.html', 'foreign'),
  FR: dutyOf('network', 'plateformes agréées', '2026-09-01', 'https://www.impots.gouv.fr/facturation-electronique'),
  GR: dutyOf('clearance', 'myDATA', '2026-03-02', 'https://www.aade.gr/mydata', 'foreign'),
  HR: dutyOf('network', 'Fiskalizacija 2.0', '2026-01-01', 'https://porezna.gov.hr/fiskalizacija'),
  HU: dutyOf('reporting', 'NAV Online Számla', '2021-01-04', 'https://onlineszamla.nav.gov.hu', 'foreign'),
  IT: dutyOf('clearance', 'Sistema di Interscambio (SdI)', '2019-01-01', 'https://www.fatturapa.gov.it'),
  NO: dutyOf('network', 'Peppol (EHF)', '2027-01-01', 'https://lovdata.no/dokument/NL/lov/2004-11-19-73'),
  PL: dutyOf('clearance', 'KSeF', '2026-02-01', 'https://ksef.podatki.gov.pl', 'foreign'),
  PT: dutyOf('reporting', 'e-Fatura (SAF-T, ATCUD)', '2023-01-01', 'https://info.portaldasfinancas.gov.pt', 'foreign'),
  RO: dutyOf('clearance', 'RO e-Factura', '2024-07-01', 'https://www.anaf.ro'),
  RS: dutyOf('clearance', 'SEF', '2023-01-01', 'https://www.efaktura.gov.rs'),
  SK: dutyOf('network', 'Peppol', '2027-01-01', 'https://www.financnasprava.sk'),
  TR: dutyOf('clearance', 'e-Fatura', '2014-04-01', 'https://ebelge.gib.gov.tr', 'foreign'),
  AR: dutyOf('clearance', 'Factura electrónica (ARCA)', '2019-04-01', 'https://www.afip.gob.ar/fe', 'foreign'),
  BR: dutyOf('clearance', 'NF-e, NFS-e', '2010-04-01', 'https://www.nfe.fazenda.gov.br', 'foreign'),
  CL: dutyOf('clearance', 'DTE (SII)', '2018-02-01', 'https://www.sii.cl/factura_electronica', 'foreign'),
  CO: dutyOf('clearance', 'Factura electrónica (DIAN)', '2020-11-01', 'https://www.dian.gov.co', 'foreign'),
  CR: dutyOf('clearance', 'Comprobantes electrónicos', '2018-11-01', 'https://www.hacienda.go.cr', 'foreign'),
  EC: dutyOf('clearance', 'Comprobantes electrónicos (SRI)', '2022-11-30', 'https://www.sri.gob.ec', 'foreign'),
  MX: dutyOf('clearance', 'CFDI (SAT)', '2014-01-01', 'https://www.sat.gob.mx', 'foreign'),
  PE: dutyOf('clearance', 'CPE (SUNAT)', '2022-06-01', 'https://cpe.sunat.gob.pe', 'foreign'),
  UY: dutyOf('clearance', 'CFE (DGI)', '2025-01-01', 'https://www.efactura.dgi.gub.uy', 'foreign'),
  EG: dutyOf('clearance', 'eInvoice (ETA)', '2023-04-01', 'https://www.eta.gov.eg', 'foreign'),
  IN: dutyOf('clearance', 'IRP (GST)', '2020-10-01', 'https://einvoice.gst.gov.in', 'foreign'),
  MY: dutyOf('clearance', 'MyInvois', '2024-08-01', 'https://www.hasil.gov.my/e-invoice', 'foreign'),
  SA: dutyOf('clearance', 'FATOORA (ZATCA)', '2023-01-01', 'https://zatca.gov.sa', 'foreign'),
  VN: dutyOf('clearance', 'Hóa đơn điện tử', '2022-07-01', 'https://hoadondientu.gdt.gov.vn', 'foreign'),
} // prettier-ignore

function dutyOf(
  kind: Clearance['kind'],
  system: string,
  since: CalendarDate,
  source: string,
  reach?: 'foreign',
): Duty {
  return { kind, system, since, source, ...(reach ? { isAlsoForeign: true as const } : {}) }
}

/** Returns false for a report, which leaves the PDF an invoice. */
export function isReplacedBy({ kind }: Clearance): boolean {
  return kind !== 'reporting'
}
