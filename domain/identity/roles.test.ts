import { describe, expect, it } from 'vitest'
import { allows, mayGive, ROLES } from './roles.ts'

describe('allows', () => {
  it('lets owners and admins refund, invite and manage keys, and others not', () => {
    const may = ROLES.filter(
      (role) =>
        allows(role, 'invoice', 'refund') &&
        allows(role, 'invitation', 'create') &&
        allows(role, 'api_key', 'write'),
    )
    expect(may).toEqual(['owner', 'admin'])
    expect(ROLES.filter((role) => allows(role, 'invitation', 'create'))).toEqual(['owner', 'admin'])
  })

  it('lets an accountant read and write nothing', () => {
    expect(allows('accountant', 'invoice', 'read')).toBe(true)
    expect(allows('accountant', 'invoice', 'write')).toBe(false)
    expect(allows('member', 'invoice', 'write')).toBe(true)
  })
})

describe('mayGive', () => {
  it.each([
    ['owner', ROLES],
    ['admin', ['admin', 'member', 'accountant']],
    ['member', []],
    ['accountant', []],
    ['api_key', ['member', 'accountant']],
  ] as const)('lets %s give %j', (by, roles) => {
    expect(ROLES.filter((role) => mayGive(by, role))).toEqual(roles)
  })
})
