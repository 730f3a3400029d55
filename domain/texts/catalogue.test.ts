import { describe, expect, it } from 'vitest'
import type { TextKey } from './catalogue.ts'
import { translation } from './catalogue.ts'
import { en } from './en.ts'
import { LANGUAGE_CODES } from './languages.ts'
import { CATALOGUES } from './locale.ts'

const KEYS = Object.keys(en) as TextKey[]
const TRANSLATIONS = LANGUAGE_CODES.filter((language) => language !== 'en')

/** A language shares these words with English. */
const SHARED: Partial<Record<TextKey, string>> = {
  'invoice.total': 'es fr',
  'payment.reference': 'da',
  'email.receipt.reference': 'da',
  'method.cheque': 'es nl',
  'pdf.subtotal': 'da es',
  'unit.set.one': 'it nl sv',
  'unit.set.other': 'nl',
  'pdf.column.date': 'fr',
}

/** A text without a letter outside of its placeholders has nothing to translate. */
const isText = (key: TextKey) => /\p{L}/u.test(en[key].replace(/\{\w+\}/g, ''))

describe('the catalogues', () => {
  it('do not compile without a text, with another one, or with other placeholders', () => {
    const { 'page.pay': _, ...incomplete } = en
    // @ts-expect-error: the text of the button is missing.
    translation(incomplete)
    // @ts-expect-error: no text has this key.
    translation({ ...en, 'page.unknown': 'x' })
    // @ts-expect-error: the text must name the date.
    translation({ ...en, 'invoice.due': 'Due' })
    // @ts-expect-error: the text knows no amount.
    translation({ ...en, 'invoice.due': 'Due {date} {amount}' })
    expect(translation({ ...en, 'invoice.due': '{date} ist fällig' })['invoice.due']).toContain('{date}')
  })

  it.each(TRANSLATIONS)('translate every text to %s', (language) => {
    const same = KEYS.filter((key) => isText(key) && CATALOGUES[language][key] === en[key])
    expect(same).toEqual(KEYS.filter((key) => SHARED[key]?.split(' ').includes(language)))
  })

  it.each(TRANSLATIONS)('end the sentences as English does, in %s', (language) => {
    const end = (text: string) => /[.:]?$/.exec(text)?.[0]
    const differing = KEYS.filter((key) => end(CATALOGUES[language][key]) !== end(en[key]))
    expect(differing.filter((key) => !ENDS_OTHERWISE.has(`${language} ${key}`))).toEqual([])
  })

  it.each(LANGUAGE_CODES)('have no typewriter quotes and no stray spaces in %s', (language) => {
    const texts = Object.values(CATALOGUES[language])
    expect(texts.filter((text) => /["'`]|^\s|\s$|\s\s| [.,;:!?]/u.test(text))).toEqual([])
  })

  it.each(LANGUAGE_CODES)('name files with letters of every file system in %s', (language) => {
    for (const key of ['pdf.file.invoice', 'pdf.file.receipt'] as const) {
      expect(CATALOGUES[language][key]).toMatch(/^[a-z]+$/)
    }
  })
})

/** Abbreviations, and greetings that end with a colon. */
const ENDS_OTHERWISE = new Set([
  'da unit.piece.one',
  'da unit.piece.other',
  'nb tax.net',
  'nb unit.piece.one',
  'nb unit.piece.other',
  'nb page.including_tax',
  'nb page.plus_tax',
  'nb pdf.column.tax',
  'de page.including_tax',
  'de page.plus_tax',
  'de pdf.column.tax',
  'es email.greeting',
])
