import type { Context } from 'hono'
import type { Fields } from './form.ts'
import type { MemberEnv } from './person.ts'

export const SWITCHED =
  'Another merchant is chosen on this device now. Look at its name, and repeat what you did.'
export const NOT_ALLOWED = 'Your role does not allow this.'

/** A form must not change a merchant that another tab has chosen. */
export function isSwitched(c: Context<MemberEnv>, { merchant }: Fields): boolean {
  return merchant !== undefined && merchant !== c.get('member').merchantId
}
