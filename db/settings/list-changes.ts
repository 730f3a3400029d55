import type { Setting } from '../../domain/merchant/setting-change.ts'
import type { Actor } from '../../domain/shared/cause.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'
import type { Mode } from '../../domain/shared/mode.ts'

export interface SettingChange {
  id: string
  /** Null means both modes. */
  mode: Mode | null
  actor: Actor
  setting: Setting
  subject: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  /** Milliseconds since 1970. */
  at: number
}

interface Selection {
  limit: number
  cursor?: string | undefined
  setting?: Setting | undefined
}

/** Returns the newest first, and one more than `limit`. */
export async function listSettingChanges(
  em: EntityManager,
  { merchantId, mode }: { merchantId: string; mode: Mode },
  { limit, cursor, setting }: Selection,
): Promise<SettingChange[]> {
  return executePrepared(
    em,
    `select id, mode, actor, setting, subject, before, after,
       floor(extract(epoch from created_at) * 1000)::float8 as at
     from setting_change
     where merchant_id = ? and (mode is null or mode = ?)
       and (?::text is null or id < ?::text) and (?::text is null or setting = ?::text)
     order by id desc limit ?`,
    [merchantId, mode, cursor ?? null, cursor ?? null, setting ?? null, setting ?? null, limit + 1],
  )
}
