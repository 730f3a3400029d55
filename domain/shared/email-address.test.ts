import { expect, it } from 'vitest'
import { isEmailAddress } from './email-address.ts'

it('accepts addresses that a mail server can accept', () => {
  for (const text of [
    'ada@example.com',
    'a.b+c@mail.example.co.uk',
    "o'brien@example.ie",
    'jörg@münchen.example',
  ]) {
    expect(isEmailAddress(text)).toBe(true)
  }
})

it('refuses addresses with characters that are invisible or change the direction', () => {
  for (const character of [
    '\u200B',
    '\u200C',
    '\u200D',
    '\u200E',
    '\u202E',
    '\u2067',
    '\u00AD',
    '\u034F',
    '\u3164',
  ]) {
    for (const text of [
      `a${character}da@example.com`,
      `ada@ex${character}ample.com`,
      `ada@example.com${character}`,
    ]) {
      expect(isEmailAddress(text)).toBe(false)
    }
  }
})

it('refuses addresses that no mail server accepts', () => {
  for (const text of [
    'ada',
    'ada@',
    '@example.com',
    'ada@example',
    'a b@example.com',
    'a@b@example.com',
    'ada@-x.com',
    'ada@example..com',
    '.ada@example.com',
    'ada@example.com\nBcc: eve@example.com',
    `${'a'.repeat(65)}@example.com`,
  ]) {
    expect(isEmailAddress(text)).toBe(false)
  }
})
