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
