export const ROLES = ['owner', 'admin', 'member', 'accountant'] as const
export type Role = (typeof ROLES)[number]

const ACTIONS = {
  organization: ['update', 'delete'],
  member: ['create', 'update', 'delete'],
  invitation: ['create', 'cancel'],
  invoice: ['read', 'write', 'refund'],
  customer: ['read', 'write'],
  settings: ['read', 'write'],
  api_key: ['read', 'write'],
  webhook: ['read', 'write'],
} as const

export type Resource = keyof typeof ACTIONS
export type Action<R extends Resource> = (typeof ACTIONS)[R][number]
type Permissions = { readonly [R in Resource]?: readonly Action<R>[] }

const ADMIN = { ...ACTIONS, organization: ['update'] } as const satisfies Permissions

export const PERMISSIONS = {
  owner: ACTIONS,
  admin: ADMIN,
  member: { invoice: ['read', 'write'], customer: ['read', 'write'], settings: ['read'] },
  accountant: { invoice: ['read'], customer: ['read'], settings: ['read'] },
} as const satisfies Record<Role, Permissions>

export { ACTIONS as STATEMENTS }

export type TeamChanger = Role | 'api_key'

/** A stolen API key must not make an admin. */
export function mayGive(by: TeamChanger, role: Role): boolean {
  switch (by) {
    case 'owner':
      return true
    case 'admin':
      return role !== 'owner'
    case 'api_key':
      return role === 'member' || role === 'accountant'
    case 'member':
    case 'accountant':
      return false
  }
}

export function allows<R extends Resource>(role: Role, resource: R, action: Action<R>): boolean {
  const permissions: Permissions = PERMISSIONS[role]
  const actions: readonly string[] = permissions[resource] ?? []
  return actions.includes(action)
}
