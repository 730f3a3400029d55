import { isSuspended, readLiveStanding } from '../../../db/trust/live-standing.ts'
import type { EntityManager } from '../../../db/orm.ts'
import {
  exceedsLimits,
  type IssueRefusal,
  liveRefusal,
  type LiveStanding,
  type MissingForLive,
  type Volume,
  volumeEnd,
  volumeText,
} from '../../../domain/merchant/trust.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { Problem } from '../../http/errors/problem.ts'

/**
 * Answers with the reason and the next step. The database checks again when it issues.
 *
 * @throws Problem of {@link IssueRefusal}
 */
export async function assertMayIssue(
  em: EntityManager,
  { merchantId, mode }: Tenant,
  more?: Volume,
  { isLater = false } = {},
): Promise<void> {
  if (mode === 'test') return
  const standing = await readLiveStanding(em, merchantId)
  const refused = liveRefusal(standing)
  if (refused) throw refusalProblem(standing, refused)
  const used = isLater ? { invoices: 0, amounts: {} } : standing.used
  if (more && exceedsLimits({ ...standing, used }, more))
    throw refusalProblem(standing, 'volume_limit_reached')
}

/** @throws Problem `merchant_suspended` in both modes */
export async function assertMaySend(em: EntityManager, { merchantId }: Tenant): Promise<void> {
  if (await isSuspended(em, merchantId)) throw await issueProblem(em, merchantId, 'merchant_suspended')
}

export async function issueProblem(
  em: EntityManager,
  merchantId: string,
  refused: IssueRefusal,
  request?: string,
): Promise<Problem> {
  return refusalProblem(await readLiveStanding(em, merchantId), refused, request)
}

function refusalProblem(standing: LiveStanding, refused: IssueRefusal, request?: string): Problem {
  switch (refused) {
    case 'volume_limit_reached':
      return new Problem(refused, [request, volumeDetail(standing)].filter(Boolean).join(' '))
    case 'merchant_suspended':
      return new Problem(
        refused,
        [standing.reason, 'Write to the operators.'].filter((text) => text !== null).join(' – '),
      )
    case 'email_not_confirmed':
    case 'payout_account_missing':
    case 'merchant_not_approved':
      return new Problem(refused, missingDetail(standing.missing))
  }
}

function missingDetail(missing: readonly MissingForLive[]): string {
  return `Live mode still needs: ${missing.map((one) => CURES[one]).join('; ')}. GET /v1/settings shows it in \`live\`. Test mode works meanwhile.`
}

const CURES: Record<MissingForLive, string> = {
  confirmed_email: 'an owner who has confirmed their e-mail address (/confirm/again sends the link)',
  payout_account: 'a live payout account (PUT /v1/payout_accounts/{currency} with a live key)',
  approval: 'the approval of the operators, who look at each new merchant',
}

function volumeDetail({ limits, used }: LiveStanding): string {
  return `A day has at most ${volumeText(limits)}; today has ${volumeText(used)} already. It ends at ${endOfToday()}. Ask the operators for more.`
}

function endOfToday(): string {
  return new Date(volumeEnd(Date.now())).toISOString()
}

/** Amounts are in minor units. */
export function standingView({ status, reason, missing, limits, used }: LiveStanding) {
  return {
    status,
    reason,
    missing,
    limits: { invoices_per_day: limits.invoices ?? null, amounts_per_day: limits.amounts ?? {} },
    used_today: { invoices: used.invoices, amounts: used.amounts, ends_at: endOfToday() },
  }
}
