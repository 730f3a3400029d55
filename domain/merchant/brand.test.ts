import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  AA_CONTRAST,
  accentsOf,
  type Colour,
  contrast,
  correctContrast,
  DARK_SURFACE,
  isColour,
  LIGHT_SURFACE,
  textOn,
} from './brand.ts'

const colour = fc
  .integer({ min: 0, max: 0xff_ff_ff })
  .map((value): Colour => `#${value.toString(16).padStart(6, '0')}`)

describe('contrast', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#777777', '#ffffff', 4.48],
    ['#0000ff', '#ffffff', 8.59],
    ['#ff0000', '#ffff00', 3.72],
  ] as const)('is the ratio of WCAG for %s and %s', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 2)
    expect(contrast(other, one)).toBe(contrast(one, other))
  })
})

describe('correctContrast', () => {
  it('returns a colour with AA contrast for every colour and background', () => {
    fc.assert(
      fc.property(colour, colour, (given, background) => {
        const corrected = correctContrast(given, background)
        expect(isColour(corrected)).toBe(true)
        expect(contrast(corrected, background)).toBeGreaterThanOrEqual(AA_CONTRAST)
      }),
    )
  })

  it('keeps a colour that has the contrast, so also its own result', () => {
    fc.assert(
      fc.property(colour, colour, (given, background) => {
        const corrected = correctContrast(given, background)
        expect(correctContrast(corrected, background)).toBe(corrected)
        if (contrast(given, background) >= AA_CONTRAST) expect(corrected).toBe(given)
      }),
    )
  })

  it('moves a colour as little as the contrast needs', () => {
    expect(correctContrast('#777777', '#ffffff')).toBe('#767676')
    expect(correctContrast('#ffff00', '#ffffff')).toBe('#7a7a00')
    expect(correctContrast('#000080', DARK_SURFACE)).not.toBe('#ffffff')
  })
})

describe('accentsOf', () => {
  it('returns colours with AA contrast on white, on black and on the surfaces of a page', () => {
    fc.assert(
      fc.property(fc.option(colour, { nil: undefined }), (given) => {
        const { onLight, onDark } = accentsOf(given)
        for (const surface of ['#ffffff', LIGHT_SURFACE] as const)
          expect(contrast(onLight, surface)).toBeGreaterThanOrEqual(AA_CONTRAST)
        for (const surface of ['#000000', DARK_SURFACE] as const)
          expect(contrast(onDark, surface)).toBeGreaterThanOrEqual(AA_CONTRAST)
      }),
    )
  })
})

describe('textOn', () => {
  it('has AA contrast with every background', () => {
    fc.assert(
      fc.property(colour, (background) => {
        expect(contrast(textOn(background), background)).toBeGreaterThanOrEqual(AA_CONTRAST)
      }),
    )
    expect([textOn('#14532d'), textOn('#ffff00')]).toEqual(['#ffffff', '#000000'])
  })
})
