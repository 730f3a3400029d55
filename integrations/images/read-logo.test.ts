import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { type LogoImage, toLogoImage } from './logo-image.ts'
import { readLogo } from './read-logo.ts'

const svg = (attributes: string, contents: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${contents}</svg>`)
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#14532d' } })

async function read(bytes: Uint8Array): Promise<LogoImage> {
  const image = await toLogoImage(bytes)
  if (typeof image === 'string') throw new Error(image)
  return image
}

async function sizeOf(png: Uint8Array) {
  const { format, width, height, space, exif } = await sharp(png).metadata()
  return { format, width, height, space, exif }
}

const PNG = { format: 'png', space: 'srgb', exif: undefined }

describe('a logo', () => {
  it.each([
    ['a PNG', () => plain(1_200, 300).png().toBuffer(), 800, 200, 384, 96],
    ['a WebP', () => plain(100, 100).webp().toBuffer(), 100, 100, 96, 96],
    ['a JPEG in CMYK', () => plain(100, 50).toColorspace('cmyk').jpeg().toBuffer(), 100, 50, 100, 50],
    [
      'a JPEG that its camera turned',
      () => plain(100, 50).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
      50,
      100,
      48,
      96,
    ],
    ['a small SVG', async () => svg('width="20" height="10"', '<circle r="9"/>'), 800, 400, 192, 96],
    ['a huge SVG', async () => svg('width="200000" height="200000"', '<circle r="9"/>'), 400, 400, 96, 96],
  ])(
    'makes PNGs in sRGB without metadata of %s',
    async (_, bytes, width, height, smallWidth, smallHeight) => {
      const image = await read(await bytes())
      expect(await sizeOf(image.png)).toEqual({ ...PNG, width, height })
      expect(await sizeOf(image.smallPng)).toEqual({ ...PNG, width: smallWidth, height: smallHeight })
      expect([image.width, image.height]).toEqual([smallWidth, smallHeight])
    },
  )

  it('draws no script and no other file of an SVG', async () => {
    const files = ['file:///etc/passwd', 'http://127.0.0.1:9/a.png', 'data:text/html,<b>']
    const images = files.map((href) => `<image href="${href.replaceAll('<', '&lt;')}" width="9" height="9"/>`)
    const drawn = '<circle r="9" fill="#14532d"/>'
    const hostile = svg(
      'width="20" height="10"',
      `<script>1</script>${images.join('')}<foreignObject width="9" height="9"><b>x</b></foreignObject>${drawn}`,
    )
    const [one, other] = [await read(hostile), await read(svg('width="20" height="10"', drawn))]
    expect(Buffer.from(one.png).equals(Buffer.from(other.png))).toBe(true)
  })

  it.each([
    ['a GIF', () => plain(10, 10).gif().toBuffer(), 'unreadable'],
    ['a text', async () => Buffer.from('hello'), 'unreadable'],
    [
      'half of a PNG',
      async () => {
        const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
        const whole = await sharp({
          create: { width: 300, height: 200, channels: 3, noise, background: '#ffffff' },
        })
          .png()
          .toBuffer()
        return whole.subarray(0, whole.length / 2)
      },
      'unreadable',
    ],
    [
      'entities that multiply',
      async () =>
        Buffer.from(
          `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${Array.from('bcdefgh')
            .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefgh'[at]};`.repeat(10)}">`)
            .join('')}]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&h;</text></svg>`,
        ),
      'unreadable',
    ],
    ['41 million pixels', () => plain(41_000, 1_000).png().toBuffer(), 'too_many_pixels'],
  ] as const)('refuses %s', async (_, bytes, refusal) => {
    expect(await toLogoImage(await bytes())).toBe(refusal)
  })
})

describe('the process of a logo', () => {
  it('refuses an SVG whose filters do not end, and then reads the next image', async () => {
    const filter = '<feTurbulence numOctaves="50" baseFrequency="0.5"/><feGaussianBlur stdDeviation="100"/>'
    const slow = svg(
      'width="800" height="400"',
      `<filter id="f">${filter.repeat(300)}</filter>${'<rect width="800" height="400" filter="url(#f)"/>'.repeat(50)}`,
    )
    const next = svg('width="20" height="10"', '<circle r="9"/>')
    const answers = await Promise.all([readLogo(slow, 1_500), readLogo(next)])
    expect(answers).toEqual(['unreadable', expect.objectContaining({ width: 192 })])
  })
})
