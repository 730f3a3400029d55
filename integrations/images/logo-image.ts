import sharp from 'sharp'

export interface LogoImage {
  /** PNG of at most 800 × 400 pixels. */
  png: Uint8Array
  /** PNG of at most 400 × 96 pixels and 256 colours, for pages and e-mails. */
  smallPng: Uint8Array
  /** Pixels of the small image. */
  width: number
  height: number
}

export type LogoRefusal = 'unreadable' | 'too_many_pixels'

const MAX_PIXELS = 40_000_000
const WIDTH = 800
const HEIGHT = 400
const SMALL_WIDTH = 400
const SMALL_HEIGHT = 96
/** A pixel of an SVG is one pixel at these dots per inch: https://sharp.pixelplumbing.com/api-constructor */
const SVG_DENSITY = 72
const FORMATS = ['Png', 'Jpeg', 'Webp', 'Svg']

sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: FORMATS.map((format) => `VipsForeignLoad${format}`) })

/**
 * An SVG can take hours, and sharp does not stop it.
 *
 * @see findings/sharp-timeout-does-not-stop-the-filters-of-an-svg.sh
 */
export async function toLogoImage(bytes: Uint8Array): Promise<LogoImage | LogoRefusal> {
  try {
    const { format, width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
    const isVector = format === 'svg'
    if (!isVector && width * height > MAX_PIXELS) return 'too_many_pixels'
    const scale = Math.min(WIDTH / width, HEIGHT / height)
    const density = isVector ? { density: Math.min(Math.max(SVG_DENSITY * scale, 1), 100_000) } : {}
    const png = await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', ...density })
      .rotate()
      .resize(WIDTH, HEIGHT, { fit: 'inside', withoutEnlargement: true })
      .toColorspace('srgb')
      .png()
      .toBuffer()
    const small = await sharp(png)
      .resize(SMALL_WIDTH, SMALL_HEIGHT, { fit: 'inside', withoutEnlargement: true })
      .png({ palette: true })
      .toBuffer({ resolveWithObject: true })
    return { png, smallPng: small.data, width: small.info.width, height: small.info.height }
  } catch {
    return 'unreadable'
  }
}
