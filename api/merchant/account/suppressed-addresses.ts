import { Hono } from 'hono'
import * as v from 'valibot'
import { SuppressedAddressRow } from '../../../db/entities/index.ts'
import { TemporalUnavailableError } from '../../../clients/call-with-retry.ts'
import { newId } from '../../../db/ids.ts'
import {
  endSuppressions,
  findSuppression,
  lockSuppressions,
  type ReopenedAddress,
} from '../../../db/notifications/suppressed-addresses.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { pageOf } from '../../../db/page.ts'
import { byRequest } from '../../../domain/invoice/index.ts'
import { hasControls } from '../../../domain/invoice/limits.ts'
import { reportReopening } from '../../../inbound/report-reopening.ts'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { withIdempotency } from '../../http/idempotency.ts'
import { isoOrNull } from '../../http/iso.ts'
import { idCursor, limit, parseQuery } from '../../http/list-query.ts'
import { notFound, Problem } from '../../http/problem.ts'

export const SuppressedAddressList = v.strictObject({
  limit: v.optional(limit, '25'),
  cursor: idCursor('sup'),
  status: v.optional(
    v.picklist(['suppressed', 'reopened'], 'invalid_status|must be "suppressed" or "reopened"'),
  ),
})

export function suppressedAddressRoutes({ invoices, mailers }: ApiDeps): Hono<MerchantEnv> {
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
        const id = await findSuppression(c.get('em'), address, c.get('tenant'))
        if (id === undefined) throw notSuppressed()
        const reopened = await c.get('em').transactional(async (tx) => {
          await claim?.(tx, id)
          const suppressions = await lockSuppressions(tx, address, c.get('tenant'))
          if (suppressions.length === 0) throw notSuppressed()
          const isEmail = suppressions.some(({ channel }) => channel === 'email')
          if (isEmail && (await mailers[c.get('tenant').mode].reopen(address)) === 'refused')
            throw new Problem('suppression_kept')
          return endSuppressions(tx, suppressions, cause)
        })
        await reportOrDefer(c.get('em'), reopened)
        return id
      },
    })
  })
  return routes

  async function reportOrDefer(em: EntityManager, reopened: readonly ReopenedAddress[]): Promise<void> {
    try {
      for (const one of reopened) await reportReopening({ em, invoices }, one)
    } catch (error) {
      if (!(error instanceof TemporalUnavailableError)) throw error
    }
  }
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
