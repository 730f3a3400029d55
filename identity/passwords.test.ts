import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from './passwords.ts'

describe('a password hash', () => {
  it('verifies its password and no other, and keeps its parameters', async () => {
    const hash = await hashPassword('correct horse battery')
    expect(hash).toMatch(/^argon2id\$m=19456,t=2,p=1\$[\w-]{22}\$[\w-]{43}$/)
    expect(await verifyPassword({ hash, password: 'correct horse battery' })).toBe(true)
    expect(await verifyPassword({ hash, password: 'correct horse batterz' })).toBe(false)
    expect(await hashPassword('correct horse battery')).not.toBe(hash)
  })

  it('verifies a password that another keyboard composes differently', async () => {
    const hash = await hashPassword('cr\u00e8me br\u00fbl\u00e9e!')
    expect(await verifyPassword({ hash, password: 'cre\u0300me bru\u0302le\u0301e!' })).toBe(true)
  })

  it('refuses a hash that it cannot read', async () => {
    expect(await verifyPassword({ hash: 'scrypt$abc', password: 'x' })).toBe(false)
  })
})
