const names = new Intl.DisplayNames('en', { type: 'currency' })

/** Such as `EUR, Euro`. */
export function currencyName(currency: string): string {
  return `${currency}, ${names.of(currency) ?? currency}`
}
