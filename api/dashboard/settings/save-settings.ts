import type { Context } from 'hono'
import type { ApiDeps } from '../../deps.ts'
import { Problem } from '../../http/problem.ts'
import type { Mistakes } from '../../identity/form.ts'
import { changeMerchantSettings, parseSettings } from '../../merchant/account/settings.ts'
import { authorOf } from '../../merchant/account/settings-author.ts'
import { mistakesOf } from '../problem-words.ts'
import type { DashboardEnv } from '../viewer.ts'

/**
 * Changes what the body of `/v1/settings` names.
 *
 * @returns the mistakes by field, or undefined if it is saved
 */
export async function saveSettings(
  c: Context<DashboardEnv>,
  { channels }: Pick<ApiDeps, 'channels'>,
  body: Record<string, unknown>,
): Promise<Mistakes | undefined> {
  try {
    await changeMerchantSettings(
      c.get('em'),
      authorOf(c),
      parseSettings(body, channels[c.get('tenant').mode]),
    )
    return undefined
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return mistakesOf(error)
  }
}
