import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitText, smsParts, toGsm } from './text-message.ts'

/** The code table of 3GPP TS 23.038 by columns of 16, without the escape; then the extension table. */
const BASIC = [
  '@£$¥èéùìòÇ\nØø\rÅå',
  'Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ',
  ' !"#¤%&\'()*+,-./',
  '0123456789:;<=>?',
  '¡ABCDEFGHIJKLMNO',
  'PQRSTUVWXYZÄÖÑÜ§',
  '¿abcdefghijklmno',
  'pqrstuvwxyzäöñüà',
].join('')
const EXTENSION = '\f^{}\\[~]|€'

const gsmText = fc.string({ unit: fc.constantFrom(...Array.from(BASIC + EXTENSION)), maxLength: 400 })
const anyText = fc.oneof(
  gsmText,
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom('a', ' ', 'é', 'ł', '€', '’', 'Ж', '漢', '😀', '\uD83D'),
    maxLength: 200,
  }),
)

describe('the parts of a text message', () => {
  it.each([
    ['', 'gsm7', 0, 1],
    [BASIC, 'gsm7', 127, 1],
    [EXTENSION, 'gsm7', 20, 1],
    ['€', 'gsm7', 2, 1],
    ['a'.repeat(160), 'gsm7', 160, 1],
    ['a'.repeat(161), 'gsm7', 161, 2],
    ['a'.repeat(306), 'gsm7', 306, 2],
    ['a'.repeat(307), 'gsm7', 307, 3],
    ['€'.repeat(80), 'gsm7', 160, 1],
    ['ж'.repeat(70), 'ucs2', 70, 1],
    ['ж'.repeat(71), 'ucs2', 71, 2],
    ['ж'.repeat(134), 'ucs2', 134, 2],
    ['ж'.repeat(135), 'ucs2', 135, 3],
    ['😀'.repeat(35), 'ucs2', 70, 1],
    ['€ç', 'ucs2', 2, 1],
    ['\u001B', 'ucs2', 1, 1],
  ])('counts %j', (text, encoding, units, parts) => {
    expect(smsParts(text)).toEqual({ encoding, units, parts })
  })

  it('never splits an escape pair or a surrogate pair', () => {
    expect(smsParts(`${'a'.repeat(152)}€${'a'.repeat(152)}`)).toMatchObject({ units: 306, parts: 3 })
    expect(smsParts(`${'a'.repeat(151)}€${'a'.repeat(153)}`)).toMatchObject({ units: 306, parts: 2 })
    expect(smsParts(`${'ж'.repeat(66)}😀${'ж'.repeat(66)}`)).toMatchObject({ units: 134, parts: 3 })
    expect(smsParts(`${'ж'.repeat(65)}😀${'ж'.repeat(67)}`)).toMatchObject({ units: 134, parts: 2 })
  })

  it('adds up when texts are joined', () => {
    fc.assert(
      fc.property(gsmText, gsmText, (a, b) => {
        expect(smsParts(a + b).units).toBe(smsParts(a).units + smsParts(b).units)
      }),
    )
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const joined = smsParts(`${a} ${b}`)
        expect(joined.encoding).toBe(
          [a, b].some((text) => smsParts(text).encoding === 'ucs2') ? 'ucs2' : 'gsm7',
        )
        for (const text of [a, b]) {
          expect(smsParts(text).parts).toBeGreaterThanOrEqual(1)
          expect(joined.parts).toBeGreaterThanOrEqual(smsParts(text).parts)
        }
      }),
    )
  })

  it('loses at most one unit in each part to pairs that are kept whole', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { encoding, units, parts } = smsParts(text)
        const [alone, joined] = encoding === 'gsm7' ? [160, 153] : [70, 67]
        if (units <= alone) {
          expect(parts).toBe(1)
          return
        }
        expect(parts).toBeGreaterThanOrEqual(Math.ceil(units / joined))
        expect(parts).toBeLessThanOrEqual(Math.ceil(units / (joined - 1)))
      }),
    )
  })
})

describe('the GSM alphabet', () => {
  it.each([
    ['“Don’t” – wait…', '"Don\'t" - wait...'],
    ['1\u00A0250\u202F€', '1 250 €'],
    ['Łódź Świętokrzyska', 'Lodz Swietokrzyska'],
    ['Škoda, Dvořák, Győr, Đorđe, Işık', 'Skoda, Dvorak, Gyor, Dorde, Isik'],
    ['François Œuvre', 'Francois OEuvre'],
    ['Åse Bjørn Müller Großmann Peña Émile Àlex', 'Åse Bjørn Müller Großmann Peña Émile Alex'],
    ['Rene\u0301 Ko\u0301s', 'René Kos'],
    ['zero\u200Bwidth\uFEFF', 'zerowidth'],
  ])('writes %j as %j', (text, expected) => {
    expect(toGsm(text)).toBe(expected)
    expect(smsParts(toGsm(text)).encoding).toBe('gsm7')
  })

  it.each(['ООО «Ромашка»', '株式会社 – Škoda', 'Łódź 😀', 'Αθήνα’s', 'מע״מ', '\uD83D'])(
    'leaves %j exactly as it came',
    (text) => {
      expect(toGsm(text)).toBe(text)
    },
  )

  it('keeps every text that is in it already', () => {
    fc.assert(
      fc.property(gsmText, (text) => {
        expect(toGsm(text)).toBe(text)
      }),
    )
  })

  it('either gets all of a text in or leaves it alone', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const plain = toGsm(text)
        expect(toGsm(plain)).toBe(plain)
        if (plain !== text) expect(smsParts(plain).encoding).toBe('gsm7')
      }),
    )
  })
})

describe('a text that fits', () => {
  const url = `https://pay.example/${'t'.repeat(60)}`
  const body = 'Invoice 2026-0042 over 1,234.50 EUR is due on 30 November 2026:'
  // `: `, the body, a space and the url take 146 septets: 14 are left for the name.

  it('keeps the name when there is room for it', () => {
    expect(fitText({ sender: 'Fourteen Chars', body, url })).toBe(`Fourteen Chars: ${body} ${url}`)
    expect(smsParts(fitText({ sender: 'Fourteen Chars', body, url })).units).toBe(160)
  })

  it.each([
    ['Bakkerij De Gouden Korenaar B.V.', 'Bakkerij De'],
    ['Northwind, Trading & Sons Ltd.', 'Northwind'],
    ['Weber & Co. – Gartenbau', 'Weber & Co'],
    ['Świętokrzyskie Zakłady', 'Swietokrzyskie'],
    ['Donaudampfschifffahrtsgesellschaft', 'Donaudampfschi'],
    ['Van der Gemeenteverzekering', 'Van der Gemeen'],
    ['Ten Signs Café 😀😀', 'Ten Signs Café'],
  ])('shortens %j to %j', (sender, shorter) => {
    const text = fitText({ sender, body, url })
    expect(text).toBe(`${shorter}: ${body} ${url}`)
    expect(smsParts(text)).toMatchObject({ encoding: 'gsm7', parts: 1 })
  })

  it('shortens a name that needs UCS-2 to what 70 units hold', () => {
    const text = fitText({
      sender: 'Ромашка Цветочный магазин',
      body: 'Pay:',
      url: 'https://x.example/'.padEnd(45, 't'),
    })
    expect(text).toMatch(/^Ромашка Цветочный: Pay: /)
    expect(smsParts(text)).toMatchObject({ encoding: 'ucs2', parts: 1 })
  })

  it('returns everything when no name of 8 characters fits', () => {
    const sender = 'Bakkerij De Gouden Korenaar B.V.'
    const text = fitText({ sender, body: `${body} 1234567`, url })
    expect(text).toBe(`${sender}: ${body} 1234567 ${url}`)
    expect(smsParts(text).parts).toBe(2)
    expect(fitText({ sender: 'Short', body: 'b'.repeat(90), url })).toBe(`Short: ${'b'.repeat(90)} ${url}`)
  })

  it('fits the septets that the caller allows', () => {
    const sender = 'Bakkerij De Gouden Korenaar B.V.'
    expect(fitText({ sender, body, url }, 306)).toBe(`${sender}: ${body} ${url}`)
    expect(fitText({ sender, body, url: 'https://pay.example/t' }, 100)).toMatch(/^Bakkerij De: /)
  })

  it('always ends with the url and never takes more than the full text', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.webUrl(), (sender, about, link) => {
        const text = fitText({ sender, body: about, url: link })
        expect(text.endsWith(` ${link}`)).toBe(true)
        const full = `${toGsm(`${sender}: ${about}`)} ${link}`
        if (text !== full) {
          expect(smsParts(full).parts).toBeGreaterThan(1)
          expect(smsParts(text).parts).toBe(1)
        }
      }),
    )
  })
})
