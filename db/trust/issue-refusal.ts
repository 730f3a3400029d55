import {
  type IssueRefusal,
  liveRefusal,
  type MerchantStatus,
  type MissingForLive,
} from '../../domain/merchant/trust.ts'
import { violates } from '../constraint.ts'

export function issueRefusalOf(error: unknown): IssueRefusal {
  if (violates(error, 'volume_limit')) return 'volume_limit_reached'
  if (!violates(error, 'live_issue')) throw error
  const [status, ...missing] = String((error as { detail?: unknown }).detail).split(',')
  return (
    liveRefusal({ status: status as MerchantStatus, missing: missing as MissingForLive[] }) ??
    'merchant_not_approved'
  )
}
