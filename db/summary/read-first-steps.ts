import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'
import type { Mode } from '../../domain/shared/mode.ts'

export interface FirstSteps {
  /** The profile or the branding was changed since the merchant was created. */
  isIntroduced: boolean
  hasPayoutAccount: boolean
  /** The newest open invoice precedes drafts and closed ones. */
  invoice: { id: string; isDraft: boolean } | null
  /** An invoice was paid at a bank, not by hand. */
  isPaid: boolean
}

export async function readFirstSteps(
  em: EntityManager,
  { merchantId, mode }: { merchantId: string; mode: Mode },
): Promise<FirstSteps> {
  const [steps] = await executePrepared<FirstSteps>(
    em,
    `with mine as (select * from (values (?::text, ?::text)) as v (merchant_id, mode))
     select m.profile_version > 1 or m.logo is not null or m.accent is not null as "isIntroduced",
       exists (select from payout_account p where p.merchant_id = t.merchant_id and p.mode = t.mode)
         as "hasPayoutAccount",
       coalesce(
         (select jsonb_build_object('id', i.id, 'isDraft', false) from invoice i
          where i.merchant_id = t.merchant_id and i.mode = t.mode and i.status in ('sent', 'viewed', 'overdue')
          order by i.created_at desc limit 1),
         (select jsonb_build_object('id', i.id, 'isDraft', i.status = 'draft') from invoice i
          where i.merchant_id = t.merchant_id and i.mode = t.mode order by i.created_at desc limit 1))
         as invoice,
       exists (select from invoice i join payment_attempt a on a.invoice_id = i.id and a.status = 'settled'
         where i.merchant_id = t.merchant_id and i.mode = t.mode and i.status = 'paid') as "isPaid"
     from mine t join merchant m on m.id = t.merchant_id`,
    [merchantId, mode],
  )
  if (!steps) throw new Error(`the merchant ${merchantId} does not exist`)
  return steps
}
