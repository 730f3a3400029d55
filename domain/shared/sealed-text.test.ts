import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { isSealedWithNewest, seal, unseal } from './sealed-text.ts'

const key = (kid: string) => ({ kid, secret: new Uint8Array(randomBytes(32)) })
const [older, newer] = [key('k1'), key('k2')]

it('opens with any key of the ring, and seals with the newest', () => {
  const sealed = seal('whsec_x', 'whe_1', [older])
  expect(sealed).not.toContain('whsec')
  expect(unseal(sealed, 'whe_1', [newer, older])).toBe('whsec_x')
  expect(isSealedWithNewest(sealed, [newer, older])).toBe(false)
  expect(isSealedWithNewest(seal('whsec_x', 'whe_1', [newer, older]), [newer, older])).toBe(true)
})

it('makes another text each time', () => {
  expect(seal('same', 'whe_1', [older])).not.toBe(seal('same', 'whe_1', [older]))
})

it('refuses another context, another key, a changed text and a cut text', () => {
  const sealed = seal('whsec_x', 'whe_1', [older])
  expect(() => unseal(sealed, 'whe_2', [older])).toThrow('Unsupported state')
  expect(() => unseal(sealed, 'whe_1', [newer])).toThrow(RangeError)
  expect(() => unseal(sealed, 'whe_1', [{ ...newer, kid: 'k1' }])).toThrow('Unsupported state')
  const changed = sealed.at(-3) === 'A' ? 'B' : 'A'
  expect(() => unseal(`${sealed.slice(0, -3)}${changed}${sealed.slice(-2)}`, 'whe_1', [older])).toThrow(
    'Unsupported state',
  )
  expect(() => unseal(sealed.slice(0, -4), 'whe_1', [older])).toThrow('Unsupported state')
})
