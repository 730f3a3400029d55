import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { API_KEY_BYTES, encodeApiKey, hashApiKey, isApiKey, visibleStart } from './api-key.ts'

it('makes keys of one length from the lowest and the highest random bytes', () => {
  for (const byte of [0, 255]) {
    const key = encodeApiKey('live', new Uint8Array(API_KEY_BYTES).fill(byte))
    expect(key).toMatch(/^dw_live_[0-9A-Za-z]{39}$/)
    expect(isApiKey(key)).toBe(true)
  }
})

it('makes the same key from the same bytes, so that scanners can rely on its form', () => {
  const key = encodeApiKey('test', new Uint8Array(API_KEY_BYTES).fill(7))
  expect(key).toBe('dw_test_04hRzgefUy8S7YcHUrJGoeiJTKldGueU32d1WEY')
  expect(visibleStart(key)).toBe('dw_test_04hR')
  expect(hashApiKey(key)).toMatch(/^[0-9a-f]{64}$/)
})

it('rejects a key in which one character was changed, removed or added', () => {
  const key = encodeApiKey('test', randomBytes(API_KEY_BYTES))
  for (let at = 0; at < key.length; at++) {
    const other = key[at] === 'x' ? 'y' : 'x'
    expect(isApiKey(key.slice(0, at) + other + key.slice(at + 1))).toBe(false)
    expect(isApiKey(key.slice(0, at) + key.slice(at + 1))).toBe(false)
  }
  expect(isApiKey(`${key}0`)).toBe(false)
  expect(isApiKey(`${key}\n`)).toBe(false)
})
