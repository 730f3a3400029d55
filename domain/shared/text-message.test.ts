import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isolated, withMarks } from './direction.ts'
import { fitText, countSms, toGsm } from './text-message.ts'

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

describe('the segments of a text message', () => {
  it.each([
    ['', 'gsm7', 0, 1],
    [BASIC, 'gsm7', 127, 1],
    [EXTENSION, 'gsm7', 20, 1],
    ['a'.repeat(160), 'gsm7', 160, 1],
    ['a'.repeat(161), 'gsm7', 161, 2],
    ['a'.repeat(306), 'gsm7', 306, 2],
    ['a'.repeat(307), 'gsm7', 307, 3],
    ['€'.repeat(80), 'gsm7', 160, 1],
    ['ж'.repeat(70), 'ucs2', 70, 1],
    ['ж'.repeat(71), 'ucs2', 71, 2],
    ['😀'.repeat(35), 'ucs2', 70, 1],
    ['€ç', 'ucs2', 2, 1],
  ])('counts the segments of %j', (text, encoding, units, segments) => {
    expect(countSms(text)).toEqual({ encoding, units, segments })
  })

  it('counts a text that is joined from two as the sum of their septets', () => {
    fc.assert(
      fc.property(gsmText, gsmText, (a, b) => {
        expect(countSms(a + b).units).toBe(countSms(a).units + countSms(b).units)
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
    expect(countSms(toGsm(text)).encoding).toBe('gsm7')
  })

  it.each(['ООО «Ромашка»', '株式会社 – Škoda', 'Łódź 😀', 'Αθήνα’s', 'מע״מ', '\uD83D'])(
    'leaves %j unchanged, because a character has no replacement',
    (text) => {
      expect(toGsm(text)).toBe(text)
    },
  )

  it('leaves a text unchanged that has only GSM characters', () => {
    fc.assert(
      fc.property(gsmText, (text) => {
        expect(toGsm(text)).toBe(text)
      }),
    )
  })

  it('replaces every character outside the alphabet, or none', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const plain = toGsm(text)
        expect(toGsm(plain)).toBe(plain)
        if (plain !== text) expect(countSms(plain).encoding).toBe('gsm7')
      }),
    )
  })
})

describe('fitText', () => {
  const url = `https://pay.example/${'t'.repeat(60)}`
  const body = 'Invoice 2026-0042 over 1,234.50 EUR is due on 30 November 2026:'

  it('keeps the whole name when it fits', () => {
    expect(fitText({ sender: 'Fourteen Chars', body, url })).toBe(`Fourteen Chars: ${body} ${url}`)
    expect(countSms(fitText({ sender: 'Fourteen Chars', body, url })).units).toBe(160)
  })

  it.each([
    ['Bakkerij De Gouden Korenaar B.V.', 'Bakkerij De'],
    ['Northwind, Trading & Sons Ltd.', 'Northwind'],
    ['Weber & Co. – Gartenbau', 'Weber & Co'],
    ['Świętokrzyskie Zakłady', 'Swietokrzyskie'],
    ['Donaudampfschifffahrtsgesellschaft', 'Donaudampfschi'],
    ['Van der Gemeenteverzekering', 'Van der Gemeen'],
    ['Ten Signs Café 😀😀', 'Ten Signs Café'],
  ])('shortens the name %j to %j', (sender, shorter) => {
    const text = fitText({ sender, body, url })
    expect(text).toBe(`${shorter}: ${body} ${url}`)
    expect(countSms(text)).toMatchObject({ encoding: 'gsm7', segments: 1 })
  })

  it('shortens a name that needs UCS-2 to 70 units', () => {
    const text = fitText({
      sender: 'Ромашка Цветочный магазин',
      body: 'Pay:',
      url: 'https://x.example/'.padEnd(45, 't'),
    })
    expect(text).toMatch(/^Ромашка Цветочный: Pay: /)
    expect(countSms(text)).toMatchObject({ encoding: 'ucs2', segments: 1 })
  })

  it('returns the full text when no name of 8 characters fits', () => {
    const sender = 'Bakkerij De Gouden Korenaar B.V.'
    const text = fitText({ sender, body: `${body} 1234567`, url })
    expect(text).toBe(`${sender}: ${body} 1234567 ${url}`)
    expect(countSms(text).segments).toBe(2)
    expect(fitText({ sender: 'Short', body: 'b'.repeat(90), url })).toBe(`Short: ${'b'.repeat(90)} ${url}`)
  })

  it('fits the text into the septets that the caller allows', () => {
    const sender = 'Bakkerij De Gouden Korenaar B.V.'
    expect(fitText({ sender, body, url }, 306)).toBe(`${sender}: ${body} ${url}`)
    expect(fitText({ sender, body, url: 'https://pay.example/t' }, 100)).toMatch(/^Bakkerij De: /)
  })

  it('puts marks around a sender in Hebrew, and no isolates, which phones may show as boxes', () => {
    const text = fitText({ sender: 'מאפיית השחר', body: '1.00 ILS for 12', url })
    expect(text).toBe(`\u200Eמאפיית השחר\u200E: 1.00 ILS for 12 ${url}`)
  })

  it('ends every text with the url, and shortens it only to save a segment', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.webUrl(), (sender, about, link) => {
        const text = fitText({ sender, body: about, url: link })
        expect(text.endsWith(` ${link}`)).toBe(true)
        const full = `${withMarks(toGsm(`${isolated(sender)}: ${about}`))} ${link}`
        if (text !== full) {
          expect(countSms(full).segments).toBeGreaterThan(1)
          expect(countSms(text).segments).toBe(1)
        }
      }),
    )
  })
})
