import { describe, expect, it } from 'vitest'
import { openText, sealText } from './sealed-text.ts'

const secret = 'a secret of at least thirty-two characters'

describe('a sealed text', () => {
  it('opens with its secret and shows nothing of the text', () => {
    const sealed = sealText('https://duewell.example/confirm?token=abc', secret)
    expect(sealed).not.toContain('confirm')
    expect(openText(sealed, secret)).toBe('https://duewell.example/confirm?token=abc')
  })

  it('does not open with another secret, or after a change', () => {
    const sealed = sealText('text', secret)
    expect(() => openText(sealed, `${secret}.`)).toThrow('unable to authenticate')
    const bytes = Buffer.from(sealed, 'base64url')
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    expect(() => openText(bytes.toString('base64url'), secret)).toThrow('unable to authenticate')
  })
})
