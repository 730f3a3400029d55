import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { isStreamed } from '../http/request/streamed-upload.ts'
import { readForm } from './form.ts'
import type { Member, MemberEnv } from './person.ts'

const SWITCHED = 'Another merchant is chosen on this device now. Look at its name, and repeat what you did.'
export const NOT_ALLOWED = 'Your role does not allow this.'

/** A form must not change a merchant that another tab has chosen. An upload names its merchant in its address. */
export function refuseSwitched<E extends MemberEnv = MemberEnv>(
  refuse: (c: Context<E>, text: string, status: 409) => Promise<Response>,
) {
  return createMiddleware<E>(async (c, next) => {
    const { merchantId } = (c as Context).get('member') as Member
    const { merchant = merchantId } = isStreamed(c)
      ? c.req.query()
      : c.req.method === 'POST'
        ? await readForm(c)
        : {}
    return merchant === merchantId ? next() : refuse(c, SWITCHED, 409)
  })
}
