import { LRUCache } from 'lru-cache'

/** Six hexadecimal digits in lower case, such as `#14532d`. */
export type Colour = `#${string}`

export interface Logo {
  /** The hash changes with the image. */
  version: string
  /** Pixels of the small image, which pages and e-mails show. */
  width: number
  height: number
}

export interface Brand {
  merchantId: string
  accent?: Colour
  logo?: Logo
  hasSecureBadge: boolean
}

const DEFAULT_ACCENTS = { onLight: '#14532d', onDark: '#86d9a4' } as const

/** A text in the accent colour contrasts least with these surfaces of a page. */
export const LIGHT_SURFACE: Colour = '#e7f0e6'
export const DARK_SURFACE: Colour = '#20302a'

/** @internal */
export const AA_CONTRAST = 4.5

/** Both have AA contrast with the surfaces of a page. */
export function accentsOf(accent: Colour | undefined): { onLight: Colour; onDark: Colour } {
  return accent === undefined ? DEFAULT_ACCENTS : corrected.memo(accent)
}

/** Every e-mail and page of a merchant asks for the same correction. */
const corrected = new LRUCache<Colour, { onLight: Colour; onDark: Colour }>({
  max: 1_000,
  memoMethod: (accent) => ({
    onLight: correctContrast(accent, LIGHT_SURFACE),
    onDark: correctContrast(accent, DARK_SURFACE),
  }),
})

export function logoUrl(
  { merchantId, logo }: Pick<Brand, 'merchantId' | 'logo'>,
  publicUrl: string,
): string | undefined {
  return logo && `${publicUrl}/logos/${merchantId}.png?v=${logo.version}`
}

const MAX_SHOWN = { width: 200, height: 48 }

/** CSS pixels. */
export function shownSize({ width, height }: Logo): { width: number; height: number } {
  const scale = Math.min(1, MAX_SHOWN.width / width, MAX_SHOWN.height / height)
  return { width: Math.ceil(width * scale), height: Math.ceil(height * scale) }
}

export function isColour(text: string): text is Colour {
  return /^#[0-9a-f]{6}$/.test(text)
}

/**
 * Returns the nearest mixture with black or white that has AA contrast with the background.
 *
 * @internal
 * @see https://www.w3.org/TR/WCAG22/#contrast-minimum
 */
export function correctContrast(colour: Colour, background: Colour): Colour {
  if (contrast(colour, background) >= AA_CONTRAST) return colour
  const end = contrast('#000000', background) > contrast('#ffffff', background) ? '#000000' : '#ffffff'
  let [tooLittle, enough] = [0, STEPS]
  while (enough - tooLittle > 1) {
    const share = (tooLittle + enough) >> 1
    if (contrast(mix(colour, end, share), background) >= AA_CONTRAST) enough = share
    else tooLittle = share
  }
  return mix(colour, end, enough)
}

/** Prefers white to black. */
export function textOn(background: Colour): Colour {
  return contrast('#ffffff', background) >= AA_CONTRAST ? '#ffffff' : '#000000'
}

/**
 * Returns a ratio from 1 to 21.
 *
 * @internal
 * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export function contrast(one: Colour, other: Colour): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

const STEPS = 256

function mix(colour: Colour, end: Colour, share: number): Colour {
  const ends = channelsOf(end)
  const mixed = channelsOf(colour).map((channel, index) =>
    Math.round(channel + (((ends[index] ?? 0) - channel) * share) / STEPS),
  )
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((channel) => {
    const value = channel / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channelsOf(colour: Colour): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16))
}
