import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signLinkToken, verifyLinkToken } from './payment-link.ts'

const key = (kid: string, byte: number) => ({ kid, secret: new Uint8Array(32).fill(byte) })
const linkId = 'lnk_01jzxw6z5hf5ntz7r7h1z2e8cd'
const ring = [key('a', 1)]

describe('a payment link token', () => {
  it('verifies a token with the key that signed it after a newer key was added', () => {
    const token = signLinkToken(linkId, ring)
    expect(verifyLinkToken(token, [key('b', 2), key('a', 1)])).toBe(linkId)
  })

  it('refuses a token whose key was removed, or replaced by another key of the same id', () => {
    const token = signLinkToken(linkId, ring)
    expect(verifyLinkToken(token, [key('b', 2)])).toBeUndefined()
    expect(verifyLinkToken(token, [key('a', 2)])).toBeUndefined()
  })

  it('refuses a token if any character differs', () => {
    const token = signLinkToken(linkId, ring)
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom('A', 'z', '0', '.', '-', '_'), (position, character) => {
        const at = position % token.length
        const changed = token.slice(0, at) + character + token.slice(at + 1)
        if (changed !== token) expect(verifyLinkToken(changed, ring)).toBeUndefined()
      }),
    )
  })

  it('contains the first 128 bits of the HMAC in the token', () => {
    const [, , mac = ''] = signLinkToken(linkId, ring).split('.')
    const text = `duewell-pay-link\na\n${linkId}`
    const whole = createHmac('sha256', key('a', 1).secret).update(text).digest()
    expect(mac).toHaveLength(22)
    expect(Buffer.from(mac, 'base64url')).toEqual(whole.subarray(0, 16))
  })

  it('refuses a token whose HMAC has another length', () => {
    const token = signLinkToken(linkId, ring)
    const start = token.length - 22
    for (let length = 0; length < 22; length += 1) {
      expect(verifyLinkToken(token.slice(0, start + length), ring)).toBeUndefined()
    }
    expect(verifyLinkToken(`${token}A`, ring)).toBeUndefined()
  })

  it('refuses a token if another base64url text encodes the same bits', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const token = signLinkToken(linkId, ring)
    const valid = Array.from(alphabet, (last) => token.slice(0, -1) + last).filter(
      (other) => verifyLinkToken(other, ring) !== undefined,
    )
    expect(valid).toEqual([token])
  })

  it('refuses a token with the HMAC of another key or link', () => {
    const token = signLinkToken(linkId, ring)
    const [, , foreign = ''] = signLinkToken(linkId, [key('b', 2)]).split('.')
    expect(verifyLinkToken(token.slice(0, -22) + foreign, [key('a', 1), key('b', 2)])).toBeUndefined()
    const other = linkId.replace('01', '02')
    expect(verifyLinkToken(token.replace(linkId, other), ring)).toBeUndefined()
  })

  it('refuses a token of another form', () => {
    for (const text of ['', '.', '..', linkId, `${linkId}.a.`, '%00', 'a'.repeat(10_000)]) {
      expect(verifyLinkToken(text, ring)).toBeUndefined()
    }
  })
})
