import { describe, expect, it } from 'vitest'
import { clearanceOf, DUTIES, isReplacedBy } from './clearance.ts'

const TODAY = '2026-11-30'
const kindOf = (seller: string, buyer?: string, on = TODAY) => clearanceOf(seller, buyer, on)?.kind

describe('the duty of clearance', () => {
  it('stands for invoices within a country, and for those to others where the law says so', () => {
    expect(kindOf('IT', 'IT')).toBe('clearance')
    expect(kindOf('IT')).toBe('clearance')
    expect(kindOf('IT', 'DE')).toBeUndefined()
    expect(kindOf('PL', 'DE')).toBe('clearance')
    expect(kindOf('RO', 'RO')).toBe('clearance')
    expect(kindOf('BE', 'BE')).toBe('network')
    expect(kindOf('HU', 'AT')).toBe('reporting')
    for (const free of ['DE', 'AT', 'GB', 'CH', 'NL', 'SE']) expect(kindOf(free, free)).toBeUndefined()
  })

  it('begins on its day', () => {
    expect(kindOf('NO', 'NO')).toBeUndefined()
    expect(kindOf('NO', 'NO', '2027-01-01')).toBe('network')
    expect(kindOf('FR', 'FR', '2026-08-31')).toBeUndefined()
  })

  it('leaves the PDF an invoice where figures are only reported', () => {
    const replaced = ['IT', 'BE', 'HU'].map((country) => {
      const clearance = clearanceOf(country, country, TODAY)
      return clearance && isReplacedBy(clearance)
    })
    expect(replaced).toEqual([true, true, false])
  })

  it('names a page of each authority', () => {
    for (const [country, { source }] of Object.entries(DUTIES)) {
      expect(country).toMatch(/^[A-Z]{2}$/)
      expect(new URL(source).protocol).toBe('https:')
    }
  })
})
