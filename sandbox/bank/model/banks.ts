import type { ProviderSelection, SchemeId } from './payment.ts'

export interface Provider {
  id: string
  name: string
  country: string
  currency: 'GBP' | 'EUR'
  colour: string
  mark: string
  schemes: readonly SchemeId[]
  releaseChannel: 'general_availability' | 'public_beta'
  customerSegments: readonly string[]
}

const INSTANT = ['sepa_credit_transfer_instant', 'sepa_credit_transfer'] as const
const SLOW = ['sepa_credit_transfer'] as const

function bank(
  country: string,
  id: string,
  name: string,
  colour: string,
  mark: string,
  changes: Partial<Provider> = {},
): Provider {
  return {
    id: `sandbox-${id}`,
    name,
    country,
    currency: country === 'GB' ? 'GBP' : 'EUR',
    colour,
    mark,
    schemes: country === 'GB' ? ['faster_payments_service'] : INSTANT,
    releaseChannel: 'general_availability',
    customerSegments: ['retail', 'business'],
    ...changes,
  }
}

const THISTLE = 'M32 12l5 15h15L40 36l5 16-13-10-13 10 5-16-12-9h15z'
const HARBOUR = 'M12 44h40v6H12zM20 40V22l12-8 12 8v18h-6V26H26v14z'
const LANTERN = 'M26 12h12v6h6v28l-6 6H26l-6-6V18h6zM28 26v16h8V26z'
const CURRACH = 'M10 34h44c-4 12-12 16-22 16S14 46 10 34zM30 12h4v18h-4z'
const WAVE = 'c8-8 14 8 22 0s14 8 22 0v8c-8 8-14-8-22 0s-14-8-22 0z'
const TULIP = 'M16 14l8 8 8-10 8 10 8-8v16a16 16 0 0 1-13 15v9h-6v-9a16 16 0 0 1-13-15z'
const SAILS = 'M30 30L16 12l18 14L52 16 36 30l14 18-18-14-18 10z'
const DROP = 'M32 12c10 12 16 18 16 26a16 16 0 0 1-32 0c0-8 6-14 16-26z'

export const PROVIDERS: readonly Provider[] = [
  bank('GB', 'harbour', 'Harbour & Vale', '#12355b', HARBOUR),
  bank('GB', 'thistledown', 'Thistledown Bank', '#6d2e68', THISTLE),
  bank('GB', 'northgate', 'Northgate Mutual', '#0f5132', 'M16 50V14l32 36V14h-7v20L20 14v36z', {
    customerSegments: ['retail'],
  }),
  bank('GB', 'pebble', 'Pebble', '#b4332a', 'M18 38c0-14 8-22 18-20s14 12 10 22-28 12-28-2z'),
  bank('GB', 'lantern', 'Lantern Bank', '#8a5a00', LANTERN),
  bank('IE', 'currach', 'Currach Bank', '#13714a', CURRACH),
  bank('IE', 'liffeyside', 'Liffeyside Credit', '#1b4f72', `M10 24${WAVE}M10 40${WAVE}`),
  bank('DE', 'eichenkasse', 'Eichenkasse', '#5a3e1b', 'M29 52V36a12 12 0 1 1 6 0v16z'),
  bank('DE', 'elbufer', 'Elbufer Bank', '#0b3954', 'M14 14h36v9H24v5h20v8H24v5h26v9H14z'),
  bank('FR', 'moulinbleu', 'Banque du Moulin Bleu', '#1d4ed8', SAILS),
  bank('FR', 'garonne', 'Crédit de Garonne', '#9d174d', DROP),
  bank('ES', 'naranjo', 'Banco Naranjo', '#c2410c', 'M32 14a18 18 0 1 0 .01 0Z'),
  bank('ES', 'almendra', 'Caja Almendra', '#7c2d12', 'M32 10c14 10 16 32 0 44-16-12-14-34 0-44z', {
    schemes: SLOW,
  }),
  bank('NL', 'tulpenhof', 'Tulpenhof Bank', '#be123c', TULIP),
  bank('NL', 'dijkbank', 'Dijkbank', '#155e75', 'M8 48l16-26h16l16 26z', { schemes: SLOW }),
  bank('IT', 'ponteverde', 'Banca Ponteverde', '#166534', 'M8 44c0-28 48-28 48 0h-8c0-16-32-16-32 0z'),
  bank('IT', 'collina', 'Cassa Collina', '#4c1d95', 'M8 50c6-24 18-26 24-10 4-18 16-18 24 10z', {
    releaseChannel: 'public_beta',
  }),
]

export function findProvider(id: string | undefined): Provider | undefined {
  return PROVIDERS.find((candidate) => candidate.id === id)
}

export function logoSvg({ colour, mark }: Pick<Provider, 'colour' | 'mark'>): string {
  return svg(`<rect width="64" height="64" rx="14" fill="${colour}"/>
<path d="${mark}" fill="#fff" fill-rule="evenodd"/>`)
}

export function iconSvg({ colour, mark }: Pick<Provider, 'colour' | 'mark'>): string {
  return svg(`<circle cx="32" cy="32" r="31" fill="#fff" stroke="${colour}" stroke-width="2"/>
<path d="${mark}" fill="${colour}" fill-rule="evenodd" transform="translate(9.6 9.6) scale(.7)"/>`)
}

function svg(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">${content}</svg>`
}

export function schemeFor(provider: Provider, selection: ProviderSelection): SchemeId | undefined {
  const { scheme_selection: wish, scheme_id: legacy } = selection
  const named = wish?.type === 'preselected' ? wish.scheme_id : wish ? undefined : legacy
  if (named !== undefined) return provider.schemes.find((scheme) => scheme === named)
  const [best] = provider.schemes
  return wish?.type === 'instant_only' && best === 'sepa_credit_transfer' ? undefined : best
}
