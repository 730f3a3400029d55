import { Hono } from 'hono'
import * as v from 'valibot'
import { SuppressedAddressRow } from '../../../db/entities/index.ts'
import { newId } from '../../../db/ids.ts'
import {
  endSuppressions,
  lockSuppressions,
  requestReopening,
  withdrawRequests,
} from '../../../db/notifications/suppressed-addresses.ts'
import { pageOf } from '../../../db/page.ts'
import { byRequest } from '../../../domain/invoice/index.ts'
import { hasControls } from '../../../domain/invoice/limits.ts'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { withIdempotency } from '../../http/idempotency/idempotency.ts'
import { isoOrNull } from '../../http/response/iso.ts'
import { idCursor, limit, parseQuery } from '../../http/request/list-query.ts'
import { notFound, Problem } from '../../http/errors/problem.ts'
import { MailerUnavailableError } from '../../../integrations/email/mailer.ts'

export const SuppressedAddressList = v.strictObject({
  limit: v.optional(limit, '25'),
  cursor: idCursor('sup'),
  status: v.optional(
    v.picklist(['suppressed', 'reopened'], 'invalid_status|must be "suppressed" or "reopened"'),
  ),
})

export function suppressedAddressRoutes({ mailers }: Pick<ApiDeps, 'mailers'>): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.get('/', async (c) => {
    const { limit: size, cursor, status } = parseQuery(SuppressedAddressList, c.req.query())
    const found = await c.get('em').find(
      SuppressedAddressRow,
      {
        ...c.get('tenant'),
        ...(cursor ? { id: { $lt: cursor } } : {}),
        ...(status === 'suppressed' ? { reopenedAt: null } : {}),
        ...(status === 'reopened' ? { reopenedAt: { $ne: null } } : {}),
      },
      { orderBy: { id: 'desc' }, limit: size + 1 },
    )
    const { rows, nextCursor } = pageOf(found, size, ({ id }) => id)
    return c.json({ data: rows.map(view), next_cursor: nextCursor })
  })

  routes.delete('/:address', async (c) => {
    const address = c.req.param('address')
    if (hasControls(address)) throw notFound('Suppressed address')
    const cause = byRequest({ actor: c.get('actor'), commandId: newId('cmd') })
    return withIdempotency(c, await c.req.text(), {
      async change(claim) {
        const em = c.get('em')
        const tenant = c.get('tenant')
        const requested = await requestReopening(em, address, tenant)
        const [id] = requested.map((one) => one.id).toSorted()
        if (id === undefined) throw notSuppressed()
        // A repetition opens the address again at the provider, which changes nothing there.
        const isEmail = requested.some(({ channel }) => channel === 'email')
        if (isEmail) {
          const outcome = await mailers[tenant.mode].reopen(address).catch(async (error: unknown) => {
            const isUnchanged = error instanceof MailerUnavailableError && error.isUnchanged
            if (isUnchanged) await withdrawRequests(em, requested)
            throw error
          })
          if (outcome === 'refused') {
            await withdrawRequests(em, requested)
            throw new Problem('suppression_kept')
          }
        }
        // The sweep reports the reopening to the invoices.
        await em.transactional(async (tx) => {
          await claim?.(tx, id)
          const suppressions = await lockSuppressions(tx, address, tenant)
          if (suppressions.length === 0) throw notSuppressed()
          await endSuppressions(tx, suppressions, cause)
        })
        return id
      },
    })
  })
  return routes
}

function notSuppressed(): Problem {
  return new Problem('not_found', 'The address is not suppressed.')
}

function view(row: SuppressedAddressRow) {
  const { id, channel, address, reason, createdAt, reopenedAt, reopenedCause } = row
  return {
    object: 'suppressed_address',
    id,
    channel,
    address,
    reason,
    status: reopenedAt ? 'reopened' : 'suppressed',
    created_at: createdAt.toISOString(),
    reopened_at: isoOrNull(reopenedAt),
    reopened_by: reopenedCause?.actor ?? null,
  }
}
