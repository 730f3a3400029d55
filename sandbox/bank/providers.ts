/** The fictional banks, in the shape of TrueLayer's payment providers. */
export interface Provider {
  id: string
  name: string
  country: string
  currency: 'GBP' | 'EUR'
  colour: string
  /** Path data of the mark in a 64 × 64 box, drawn for this sandbox. */
  mark: string
}

const circle = 'M32 14a18 18 0 1 0 .01 0Z'
const provider = (id: string, name: string, country: string, colour: string, mark: string): Provider => ({
  id: `sandbox-${id}`,
  name,
  country,
  currency: country === 'GB' ? 'GBP' : 'EUR',
  colour,
  mark,
})

export const PROVIDERS: readonly Provider[] = [
  provider(
    'harbour',
    'Harbour & Vale',
    'GB',
    '#12355b',
    'M12 44h40v6H12zM20 40V22l12-8 12 8v18h-6V26H26v14z',
  ),
  provider(
    'thistledown',
    'Thistledown Bank',
    'GB',
    '#6d2e68',
    'M32 12l5 15h15L40 36l5 16-13-10-13 10 5-16-12-9h15z',
  ),
  provider('northgate', 'Northgate Mutual', 'GB', '#0f5132', 'M16 50V14l32 36V14h-7v20L20 14v36z'),
  provider('pebble', 'Pebble', 'GB', '#e2574c', 'M18 38c0-14 8-22 18-20s14 12 10 22-28 12-28-2z'),
  provider('lantern', 'Lantern Bank', 'GB', '#8a5a00', 'M26 12h12v6h6v28l-6 6H26l-6-6V18h6zM28 26v16h8V26z'),
  provider(
    'currach',
    'Currach Bank',
    'IE',
    '#13714a',
    'M10 34h44c-4 12-12 16-22 16S14 46 10 34zM30 12h4v18h-4z',
  ),
  provider(
    'liffeyside',
    'Liffeyside Credit',
    'IE',
    '#1b4f72',
    'M10 24c8-8 14 8 22 0s14 8 22 0v8c-8 8-14-8-22 0s-14-8-22 0zM10 40c8-8 14 8 22 0s14 8 22 0v8c-8 8-14-8-22 0s-14-8-22 0z',
  ),
  provider('eichenkasse', 'Eichenkasse', 'DE', '#5a3e1b', 'M29 52V36a12 12 0 1 1 6 0v16z'),
  provider('elbufer', 'Elbufer Bank', 'DE', '#0b3954', 'M14 14h36v9H24v5h20v8H24v5h26v9H14z'),
  provider(
    'moulinbleu',
    'Banque du Moulin Bleu',
    'FR',
    '#1d4ed8',
    'M30 30L16 12l18 14L52 16 36 30l14 18-18-14-18 10z',
  ),
  provider(
    'garonne',
    'Crédit de Garonne',
    'FR',
    '#9d174d',
    'M32 12c10 12 16 18 16 26a16 16 0 0 1-32 0c0-8 6-14 16-26z',
  ),
  provider('naranjo', 'Banco Naranjo', 'ES', '#c2410c', circle),
  provider('almendra', 'Caja Almendra', 'ES', '#7c2d12', 'M32 10c14 10 16 32 0 44-16-12-14-34 0-44z'),
  provider(
    'tulpenhof',
    'Tulpenhof Bank',
    'NL',
    '#be123c',
    'M16 14l8 8 8-10 8 10 8-8v16a16 16 0 0 1-13 15v9h-6v-9a16 16 0 0 1-13-15z',
  ),
  provider('dijkbank', 'Dijkbank', 'NL', '#155e75', 'M8 48l16-26h16l16 26z'),
  provider('ponteverde', 'Banca Ponteverde', 'IT', '#166534', 'M8 44c0-28 48-28 48 0h-8c0-16-32-16-32 0z'),
]

export function findProvider(id: string): Provider | undefined {
  return PROVIDERS.find((candidate) => candidate.id === id)
}

export function logoSvg({ colour, mark }: Provider): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
<rect width="64" height="64" rx="14" fill="${colour}"/><path d="${mark}" fill="#fff" fill-rule="evenodd"/></svg>`
}

/** As `POST /v3/payments-providers/search` lists it. */
export function describeProvider(bank: Provider, publicUrl: string): object {
  const schemes =
    bank.currency === 'GBP'
      ? [{ id: 'faster_payments_service' }]
      : [{ id: 'sepa_credit_transfer_instant' }, { id: 'sepa_credit_transfer' }]
  return {
    id: bank.id,
    display_name: bank.name,
    icon_uri: `${publicUrl}/logos/${bank.id}.svg`,
    logo_uri: `${publicUrl}/logos/${bank.id}.svg`,
    bg_color: bank.colour,
    country_code: bank.country,
    capabilities: { payments: { bank_transfer: { release_channel: 'general_availability', schemes } } },
  }
}
