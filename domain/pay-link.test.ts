import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signLinkToken, verifyLinkToken } from './pay-link.ts'

const key = (kid: string, byte: number) => ({ kid, secret: new Uint8Array(32).fill(byte) })
const linkId = 'lnk_01jzxw6z5hf5ntz7r7h1z2e8cd'

describe('payment links', () => {
  it('opens with the key that signed it, also after a newer one was added', () => {
    const token = signLinkToken(linkId, [key('a', 1)])
    expect(verifyLinkToken(token, [key('b', 2), key('a', 1)])).toBe(linkId)
  })

  it('is dead once its key is taken off the ring, and never opens with another of the same name', () => {
    const token = signLinkToken(linkId, [key('a', 1)])
    expect(verifyLinkToken(token, [key('b', 2)])).toBeUndefined()
    expect(verifyLinkToken(token, [key('a', 2)])).toBeUndefined()
  })

  it('is refused with any one character changed', () => {
    const ring = [key('a', 1)]
    const token = signLinkToken(linkId, ring)
    fc.assert(
      fc.property(
        fc.nat(token.length - 1),
        fc.constantFrom('A', 'z', '0', '.', '-', '_'),
        (at, character) => {
          const changed = token.slice(0, at) + character + token.slice(at + 1)
          if (changed !== token) expect(verifyLinkToken(changed, ring)).toBeUndefined()
        },
      ),
    )
  })

  it('is refused when it is anything else', () => {
    for (const text of ['', '.', '..', linkId, `${linkId}.a.`, '%00', 'a'.repeat(10_000)]) {
      expect(verifyLinkToken(text, [key('a', 1)])).toBeUndefined()
    }
  })
})
