import type { MerchantActor } from '../../../../domain/invoice/index.ts'
import type { IfMatch } from '../../../http/entity-tag.ts'

export interface ChangeRequest {
  commandId: string
  actor: MerchantActor
  ifMatch: IfMatch | undefined
}
