const names = new Intl.DisplayNames('en', { type: 'currency' })

/** Returns text such as `EUR, Euro`. */
export function currencyName(currency: string): string {
  return `${currency}, ${names.of(currency) ?? currency}`
}
