import type { MerchantActor } from '../../../domain/invoice/index.ts'
import type { Tenant } from '../../http/api-key-auth.ts'

export interface SettingsAuthor {
  tenant: Tenant
  actor: MerchantActor
}

/** @param c the context of a request to the API, or of a form */
export function authorOf({ var: { tenant, actor } }: { var: SettingsAuthor }): SettingsAuthor {
  return { tenant, actor }
}
