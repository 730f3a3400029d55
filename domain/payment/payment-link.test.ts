import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signLinkToken, verifyLinkToken } from './payment-link.ts'

const key = (kid: string, byte: number) => ({ kid, secret: new Uint8Array(32).fill(byte) })
const linkId = 'lnk_01jzxw6z5hf5ntz7r7h1z2e8cd'

/** The token as links carried it at first, with the whole HMAC. */
const wholeToken = (signer: ReturnType<typeof key>) => {
  const text = `duewell-pay-link\n${signer.kid}\n${linkId}`
  return `${linkId}.${signer.kid}.${createHmac('sha256', signer.secret).update(text).digest('base64url')}`
}

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
    fc.assert(
      fc.property(
        fc.constantFrom(signLinkToken(linkId, ring), wholeToken(key('a', 1))),
        fc.nat(),
        fc.constantFrom('A', 'z', '0', '.', '-', '_'),
        (token, position, character) => {
          const at = position % token.length
          const changed = token.slice(0, at) + character + token.slice(at + 1)
          if (changed !== token) expect(verifyLinkToken(changed, ring)).toBeUndefined()
        },
      ),
    )
  })

  it('carries the first 128 bits of the HMAC', () => {
    const token = signLinkToken(linkId, [key('a', 1)])
    const [, , mac = ''] = token.split('.')
    const [, , whole = ''] = wholeToken(key('a', 1)).split('.')
    expect(mac).toHaveLength(22)
    expect(Buffer.from(mac, 'base64url')).toEqual(Buffer.from(whole, 'base64url').subarray(0, 16))
  })

  it('still opens when it was sent with the whole HMAC', () => {
    const token = wholeToken(key('a', 1))
    expect(token.split('.')[2]).toHaveLength(43)
    expect(verifyLinkToken(token, [key('b', 2), key('a', 1)])).toBe(linkId)
    expect(verifyLinkToken(token, [key('a', 2)])).toBeUndefined()
  })

  it('is refused with an HMAC of any other length', () => {
    const ring = [key('a', 1)]
    const short = signLinkToken(linkId, ring)
    const whole = wholeToken(key('a', 1))
    const start = whole.length - 43
    for (let length = 0; length <= 43; length += 1) {
      const cut = whole.slice(0, start + length)
      expect(verifyLinkToken(cut, ring)).toBe(length === 43 ? linkId : undefined)
    }
    for (const other of [short.slice(0, -1), `${short}A`, `${whole}A`]) {
      expect(verifyLinkToken(other, ring)).toBeUndefined()
    }
  })

  it('is refused with another spelling of the same bits', () => {
    const ring = [key('a', 1)]
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    for (const token of [signLinkToken(linkId, ring), wholeToken(key('a', 1))]) {
      const opening = Array.from(alphabet, (last) => token.slice(0, -1) + last).filter(
        (other) => verifyLinkToken(other, ring) !== undefined,
      )
      expect(opening).toEqual([token])
    }
  })

  it('is refused with the HMAC of another key or link', () => {
    const token = signLinkToken(linkId, [key('a', 1)])
    const [, , foreign = ''] = signLinkToken(linkId, [key('b', 2)]).split('.')
    expect(verifyLinkToken(token.slice(0, -22) + foreign, [key('a', 1), key('b', 2)])).toBeUndefined()
    const other = linkId.replace('01', '02')
    expect(verifyLinkToken(token.replace(linkId, other), [key('a', 1)])).toBeUndefined()
  })

  it('is refused when it is anything else', () => {
    for (const text of ['', '.', '..', linkId, `${linkId}.a.`, '%00', 'a'.repeat(10_000)]) {
      expect(verifyLinkToken(text, [key('a', 1)])).toBeUndefined()
    }
  })
})
