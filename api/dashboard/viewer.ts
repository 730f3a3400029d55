import { createMiddleware } from 'hono/factory'
import { type Action, allows, type Resource } from '../../domain/identity/roles.ts'
import type { MerchantActor } from '../../domain/invoice/index.ts'
import type { Mode } from '../../domain/shared/mode.ts'
import type { Tenant } from '../http/api-key-auth.ts'
import type { Member, MemberEnv } from '../identity/person.ts'

export interface DashboardEnv {
  Variables: MemberEnv['Variables'] & {
    /** The functions of `/v1` take the same two. */
    tenant: Tenant
    actor: MerchantActor
    viewer: Viewer
  }
}

export interface Viewer extends Member {
  mode: Mode
  /** The path of the mode has no slash at the end. */
  base: string
  may<R extends Resource>(resource: R, action: Action<R>): boolean
}

export function viewIn(mode: Mode) {
  return createMiddleware<DashboardEnv>(async (c, next) => {
    const member = c.get('member')
    const { merchantId, role, person } = member
    c.set('tenant', { merchantId, mode })
    c.set('actor', { type: 'person', id: person.personId })
    c.set('viewer', {
      ...member,
      mode,
      base: `/dashboard/${mode}`,
      may: (resource, action) => allows(role, resource, action),
    })
    await next()
  })
}
