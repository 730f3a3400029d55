import { type Context, Hono } from 'hono'
import {
  ApiKeyRefusedError,
  type CreatedApiKey,
  createApiKey,
  revokeApiKey,
  rotateApiKey,
} from '../../../db/api-keys.ts'
import { ApiKeyRow } from '../../../db/entities/index.ts'
import { isId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { pageOf } from '../../../db/page.ts'
import { readOne } from '../../../db/prepared.ts'
import type { Scope } from '../../../domain/merchant/api-key.ts'
import type { MerchantEnv, Tenant } from '../../http/api-key-auth.ts'
import { type ClaimKey, withIdempotency } from '../../http/idempotency/idempotency.ts'
import { parseBody, readJson, readOptionalJson } from '../../http/request/json-body.ts'
import { parseQuery } from '../../http/request/list-query.ts'
import { overlapOf } from '../../http/limits/overlap.ts'
import { notFound, Problem } from '../../http/errors/problem.ts'
import { apiKeyView } from './api-key-view.ts'
import { ApiKeyList, NewApiKeyBody } from './bodies.ts'

const MAX_OVERLAP_DAYS = 30

export function apiKeyRoutes(): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.post('/', async (c) => {
    const { text, json } = await readJson(c)
    return createOnce(c, text, async (claim) => {
      const { name, scopes, expires_at: expiry } = parseBody(NewApiKeyBody, json)
      assertHas(c, scopes)
      const expiresAt = expiry === undefined ? null : new Date(expiry)
      const wanted = { name, scopes, expiresAt }
      return createApiKey(c.get('em'), c.get('tenant'), wanted, c.get('actor'), claim)
    })
  })

  routes.get('/', async (c) => {
    const { limit: size, cursor } = parseQuery(ApiKeyList, c.req.query())
    const where = { ...c.get('tenant'), ...(cursor ? { id: { $lt: cursor } } : {}) }
    const found = await c.get('em').find(ApiKeyRow, where, { orderBy: { id: 'desc' }, limit: size + 1 })
    const { rows, nextCursor } = pageOf(found, size, ({ id }) => id)
    return c.json({ data: rows.map(apiKeyView), next_cursor: nextCursor })
  })

  routes.get('/:id', async (c) =>
    c.json(apiKeyView(await findKey(c.get('em'), c.req.param('id'), c.get('tenant')))),
  )

  routes.post('/:id/rotate', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const { id, scopes } = await findKey(em, c.req.param('id'), tenant)
    const { text, json } = await readOptionalJson(c)
    return createOnce(c, text, async (claim) => {
      const overlapMs = overlapOf(json, MAX_OVERLAP_DAYS)
      assertHas(c, scopes)
      return rotateApiKey(em, { ...tenant, id }, overlapMs, c.get('actor'), claim)
    })
  })

  routes.delete('/:id', async (c) => {
    const id = c.req.param('id')
    const run = async () => {
      const isKnown =
        isId('key', id) && (await revokeApiKey(c.get('em'), { ...c.get('tenant'), id }, c.get('actor')))
      if (!isKnown) throw notFound('API key')
      return { status: 204 } as const
    }
    return withIdempotency(c, await c.req.text(), { resourceId: id, run })
  })

  return routes
}

async function createOnce(
  c: Context<MerchantEnv>,
  text: string,
  create: (claim?: ClaimKey) => Promise<CreatedApiKey>,
): Promise<Response> {
  return withIdempotency(c, text, {
    async create(claim) {
      try {
        const { id, key } = await create(claim)
        return { resourceId: id, shownOnce: { key } }
      } catch (error) {
        throw error instanceof ApiKeyRefusedError ? new Problem(error.code) : error
      }
    },
    async respond(id) {
      return { ...apiKeyView(await findKey(c.get('em'), id, c.get('tenant'))), key: null }
    },
    locationOf: (id) => `/v1/api_keys/${id}`,
  })
}

function assertHas(c: Context<MerchantEnv>, scopes: readonly Scope[]): void {
  const own = c.get('apiKey')
  const lacking = scopes.filter((scope) => !own.scopes.includes(scope))
  if (lacking.length === 0) return
  const names = lacking.map((scope) => `\`${scope}\``).join(', ')
  const detail = `A key makes and rotates only keys with scopes that it has. The key ${own.id} lacks ${names}.`
  throw new Problem('insufficient_scope', detail)
}

async function findKey(em: EntityManager, id: string, { merchantId, mode }: Tenant): Promise<ApiKeyRow> {
  const where = 'r.id = ? and r.merchant_id = ? and r.mode = ?'
  const row = isId('key', id) ? await readOne(em, ApiKeyRow, where, [id, merchantId, mode]) : undefined
  if (!row) throw notFound('API key')
  return row
}
