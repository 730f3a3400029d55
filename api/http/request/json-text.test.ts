import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findJsonFault } from './json-text.ts'

describe('findJsonFault', () => {
  it('finds no fault in what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), fc.constantFrom(0, 2), (json, indent) => {
        expect(findJsonFault(JSON.stringify(JSON.parse(json), null, indent))).toBeUndefined()
      }),
    )
  })

  it('finds the key that any object has twice', () => {
    const value = fc.json({ maxDepth: 3 })
    fc.assert(
      fc.property(fc.string(), value, value, fc.json({ maxDepth: 3 }), (key, first, second, other) => {
        const name = JSON.stringify(key)
        const json = `[${other}, {"a": {${name}: ${withoutRepeats(first)}, ${name}:${withoutRepeats(second)}}}]`
        const pointer = `/1/a/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
        fc.pre(findJsonFault(other) === undefined)
        expect(findJsonFault(json)).toEqual({ pointer, code: 'duplicate_key', detail: 'is there twice' })
      }),
    )
  })

  it.each([
    [String.raw`{"a":1,"\u0061":2}`, '/a'],
    [String.raw`{"a\"":1,"b":"\\","a\"":2}`, '/a"'],
    ['{"":1,"":2}', '/'],
    ['{"__proto__":1,"__proto__":2}', '/__proto__'],
    ['{"lines":[{"x":"a"},{"x":{"y":[]},"x":1}]}', '/lines/1/x'],
  ])('finds the repeated key in %s', (json, pointer) => {
    expect(() => JSON.parse(json)).not.toThrow()
    expect(findJsonFault(json)).toMatchObject({ pointer, code: 'duplicate_key' })
  })

  it.each([
    '{"a":{"a":1},"b":["a","a"]}',
    '{"a":"a","b":"a"}',
    String.raw`["\\",{"a":","},{"a":"{"}]`,
    '"a"',
    '1',
  ])('finds no fault in %s', (json) => {
    expect(findJsonFault(json)).toBeUndefined()
  })

  it('accepts 32 levels, and no more', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
    expect(findJsonFault(nested(32))).toBeUndefined()
    expect(findJsonFault(nested(33))).toMatchObject({ code: 'too_deep' })
    expect(findJsonFault(`{"a":${nested(100_000)}}`)).toMatchObject({ pointer: '/a', code: 'too_deep' })
  })
})

function withoutRepeats(json: string): string {
  return JSON.stringify(JSON.parse(json))
}
