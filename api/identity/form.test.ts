import { describe, expect, it } from 'vitest'
import { checkFields, code, email, newPassword, safePath } from './form.ts'

describe('safePath', () => {
  it.each(['/team', '/invitations/ivt_01', '/account/sessions?x=1'])('keeps the path %s', (path) => {
    expect(safePath(path, '/account')).toBe(path)
  })

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '', '/a\nb', '/\t/evil.example'])(
    'replaces %j',
    (path) => {
      expect(safePath(path, '/account')).toBe('/account')
    },
  )
})

describe('checkFields', () => {
  it('names each wrong field once, and a missing one', () => {
    const checked = checkFields({ email: 'no address' }, { email, password: newPassword })
    expect(checked).toEqual({
      ok: false,
      mistakes: { email: 'must be an e-mail address', password: 'must have at least 12 characters' },
    })
  })

  it('reads an address in lower case, and a code with a space', () => {
    expect(checkFields({ email: ' Ada@Example.com ', code: '123 456' }, { email, code })).toEqual({
      ok: true,
      values: { email: 'ada@example.com', code: '123456' },
    })
  })
})
