import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { errorsPage } from '../../../dev/errors-page.ts'
import { FIELD_CODES } from '../request/field-codes.ts'

const ROOT = new URL('../../../', import.meta.url)

function usedFieldCodes(): Set<string> {
  const files = globSync('api/**/*.{ts,tsx}', { cwd: ROOT }).filter(
    (file) => !/\.test\.|field-codes\.ts$|imports\/errors-csv\.ts$/.test(file),
  )
  const texts = files.map((file) => readFileSync(new URL(file, ROOT), 'utf8'))
  const found = texts.flatMap((text) => [
    ...text.matchAll(/['`]([a-z_]+)\|[a-z]/g),
    ...text.matchAll(/\bcode(?:: | = )'([a-z_]+)'/g),
    ...text.matchAll(/\badd\('\w+', '([a-z_]+)'/g),
    ...text.matchAll(/\badd\(\s+'\w+',\s+'([a-z_]+)'/g),
  ])
  return new Set(found.map(([, code = '']) => code))
}

describe('the list of error codes', () => {
  it('is docs/errors.md, which `npm run docs:errors` writes', () => {
    expect(readFileSync(new URL('docs/errors.md', ROOT), 'utf8')).toBe(errorsPage())
  })

  it('has every code of a field, and no other', () => {
    expect([...usedFieldCodes()].toSorted()).toEqual(Object.keys(FIELD_CODES).toSorted())
  })
})
