import { createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decryptText, encryptText } from './encryption.ts'

const key = (kid: string, byte: number) => ({ kid, secret: createSecretKey(new Uint8Array(32).fill(byte)) })
const ring = [key('a', 1)]
const TEXT = '{"name":"Ada","note":"£ 🚀"}'

describe('an encrypted text', () => {
  it('is read with its key after a newer key was added', () => {
    const encrypted = encryptText('answers', TEXT, 'row 1', ring)
    expect(encrypted.kid).toBe('a')
    expect(decryptText('answers', encrypted, 'row 1', [key('b', 2), key('a', 1)])).toBe(TEXT)
    expect(encryptText('answers', TEXT, 'row 1', [key('b', 2), key('a', 1)]).kid).toBe('b')
  })

  it('differs each time and contains no part of the text', () => {
    const first = Buffer.from(encryptText('answers', TEXT, 'row 1', ring).bytes)
    expect(Buffer.from(encryptText('answers', TEXT, 'row 1', ring).bytes)).not.toEqual(first)
    expect(first.includes('Ada')).toBe(false)
  })

  it('is not read without its key, with another purpose, or in another row', () => {
    const encrypted = encryptText('answers', TEXT, 'row 1', ring)
    expect(decryptText('answers', encrypted, 'row 1', [key('b', 1)])).toBeUndefined()
    expect(decryptText('answers', encrypted, 'row 1', [key('a', 2)])).toBeUndefined()
    expect(decryptText('secrets', encrypted, 'row 1', ring)).toBeUndefined()
    expect(decryptText('answers', encrypted, 'row 2', ring)).toBeUndefined()
  })

  it('is not read if any byte differs or is missing', () => {
    const { kid, bytes } = encryptText('answers', TEXT, 'row 1', ring)
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(decryptText('answers', { kid, bytes: changed }, 'row 1', ring)).toBeUndefined()
      expect(decryptText('answers', { kid, bytes: bytes.subarray(0, at) }, 'row 1', ring)).toBeUndefined()
    }
  })
})
