/** The scheme is a code of ISO 6523. */
interface CompanyNumbers {
  scheme: string
  pattern: RegExp
}

/** @see https://docs.peppol.eu/poacc/billing/3.0/codelist/ICD/ */
const COMPANY_NUMBERS: Readonly<Record<string, readonly CompanyNumbers[]>> = {
  BE: [{ scheme: '0208', pattern: /^[01]\d{9}$/ }],
  DK: [{ scheme: '0184', pattern: /^\d{8}$/ }],
  FI: [{ scheme: '0212', pattern: /^\d{8}$/ }],
  FR: [{ scheme: '0002', pattern: /^\d{9}$/ }],
  IS: [{ scheme: '0196', pattern: /^\d{10}$/ }],
  // Companies have the number of KVK, authorities the OIN.
  NL: [
    { scheme: '0106', pattern: /^\d{8}$/ },
    { scheme: '0190', pattern: /^\d{20}$/ },
  ],
  NO: [{ scheme: '0192', pattern: /^\d{9}$/ }],
  SE: [{ scheme: '0007', pattern: /^\d{10}$/ }],
}

/** Returns the number as given if no scheme fits. */
export function companyNumberOf(value: string, country: string): { value: string; scheme?: string } {
  const digits = value.replace(/^[A-Z]{2}(?=\d)/, '').replace(/[\s.-]/g, '')
  const known = COMPANY_NUMBERS[country]?.find(({ pattern }) => pattern.test(digits))
  return known ? { value: digits, scheme: known.scheme } : { value }
}

/**
 * Peppol routes numbers of companies, places and taxpayers, and no e-mail addresses.
 *
 * @see https://docs.peppol.eu/poacc/billing/3.0/codelist/eas/
 */
export function isPeppolScheme(scheme: string): boolean {
  return /^(?:0\d{3}|99\d{2})$/.test(scheme)
}
