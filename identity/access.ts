import { createAccessControl } from 'better-auth/plugins/access'
import { PERMISSIONS, STATEMENTS } from '../domain/identity/roles.ts'

export const accessControl = createAccessControl(STATEMENTS)

export const accessRoles = {
  owner: accessControl.newRole(PERMISSIONS.owner),
  admin: accessControl.newRole(PERMISSIONS.admin),
  member: accessControl.newRole(PERMISSIONS.member),
  accountant: accessControl.newRole(PERMISSIONS.accountant),
}
