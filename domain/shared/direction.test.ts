import { expect, it } from 'vitest'
import { hasVisibleText, isolated, withMarks, withoutOverrides } from './direction.ts'

it('removes embeddings and overrides', () => {
  expect(withoutOverrides('Ada\u202E nomiS \u202Cco')).toBe('Ada nomiS co')
  expect(withoutOverrides('\u202Aa\u202Bb\u202Cc\u202Dd\u202Ee')).toBe('abcde')
})

it('keeps isolates that their paragraph closes, and removes the others', () => {
  for (const text of ['a \u2067שלום\u2069 b', '\u2068a \u2066b\u2069\u2069', 'a\n\u2067b\u2069\nc']) {
    expect(withoutOverrides(text)).toBe(text)
  }
  expect(withoutOverrides('a\u2067b')).toBe('ab')
  expect(withoutOverrides('a\u2069b\u2067c')).toBe('abc')
  expect(withoutOverrides('a\u2067b\nc\u2069')).toBe('ab\nc')
})

it('keeps the marks and joiners that scripts need', () => {
  for (const text of ['می\u200Cخواهم', 'क्\u200Dष', '👩\u200D🔬', 'א\u200F-1', 'a\u200E', '\u061C١']) {
    expect(withoutOverrides(text)).toBe(text)
  }
})

it('finds no visible text in invisible characters', () => {
  for (const text of ['', ' ', '\u200B', '\u2060\uFEFF', '\u3164', '\u200E\u200F\u00AD']) {
    expect(hasVisibleText(text)).toBe(false)
  }
  expect(hasVisibleText('\u200Eא')).toBe(true)
})

it.each(['שלום', 'شركة 12', 'Café ܫܠܡܐ', '\u{1E900}'])('isolates the right-to-left text %s', (text) => {
  expect(isolated(text)).toBe(`\u2068${text}\u2069`)
  expect(withMarks(`To ${isolated(text)}, 12`)).toBe(`To \u200E${text}\u200E, 12`)
})

it.each(['Ada', '12', 'Ромашка', '株式会社', '😀', ''])('leaves the text %s as it is', (text) => {
  expect(isolated(text)).toBe(text)
})
