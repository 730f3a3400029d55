import { createHmac, createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  signLinkToken,
  signPreviewToken,
  signViewToken,
  verifyLinkToken,
  withoutSignatures,
  withSignatures,
} from './payment-link.ts'

const key = (kid: string, byte: number) => ({ kid, secret: createSecretKey(new Uint8Array(32).fill(byte)) })
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

describe('a JSON text with links', () => {
  const invoice = 'inv_01jzxw6z5hf5ntz7r7h1z2e8cd'
  const url = `https://pay.example/pay/${signLinkToken(linkId, ring)}`

  it('has no signature after the removal, and the same links after the return', () => {
    const json = JSON.stringify({
      link: { url },
      preview: `https://pay.example/preview/${signPreviewToken(invoice, 1_000_000_000_000, ring)}`,
      view: `https://pay.example/view/${signViewToken(invoice, 4_000_000_000_000, ring)}/invoice.pdf`,
      note: `Pay at ${url}.`,
    })
    const text = withoutSignatures(json, ring)
    for (const token of json.matchAll(/\.([\w-]{22})/g)) expect(text).not.toContain(token[1])
    expect(withSignatures(text, ring)).toBe(json)
  })

  it('gets signatures of the newest key', () => {
    const text = withoutSignatures(JSON.stringify({ url }), ring)
    const newer = [key('b', 2), key('a', 1)]
    const { url: renewed } = JSON.parse(withSignatures(text, newer)) as { url: string }
    expect(renewed).toBe(`https://pay.example/pay/${signLinkToken(linkId, newer)}`)
  })

  it('gets no genuine link in place of a forged one', () => {
    const forged = `https://pay.example/pay/${linkId}.a.${'A'.repeat(22)}`
    const json = JSON.stringify({ forged, marker: `\0pay/${linkId}\0` })
    expect(withSignatures(withoutSignatures(json, ring), ring)).toBe(json)
  })
})
