import type { Context } from 'hono'
import * as v from 'valibot'
import {
  ApiKeyRefusedError,
  createApiKey,
  type CreatedApiKey,
  listApiKeys,
  revokeApiKey,
  rotateApiKey,
} from '../../db/api-keys.ts'
import { violates } from '../../db/constraint.ts'
import { ApiKeyRow } from '../../db/entities/index.ts'
import { isId } from '../../db/ids.ts'
import { readOne } from '../../db/prepared.ts'
import { allows } from '../../domain/identity/roles.ts'
import { SCOPES } from '../../domain/merchant/api-key.ts'
import { MODES } from '../../domain/shared/mode.ts'
import type { ApiDeps } from '../deps.ts'
import { NOT_ALLOWED, refuseSwitched } from './chosen-merchant.ts'
import { checkFields, type Fields, type Mistakes, name, readForm } from './form.ts'
import { createPageApp } from './page-app.tsx'
import { KeysPage, type ShownKey } from './pages/keys-page.tsx'
import { type MemberEnv, requireMerchant, requirePerson } from './person.ts'
import { DAY_MS } from '../../domain/shared/durations.ts'

const mode = v.picklist(MODES, 'invalid_choice|must be test or live')

const REFUSALS: Record<string, string> = {
  api_key_revoked: 'The key is revoked.',
  api_key_expired: 'The key has expired.',
  api_key_rotated: 'The key has been rotated already.',
}
const UNKNOWN = 'This merchant has no such key.'
const MADE = 'This form has made its key already, which was shown once. Revoke it if you did not copy it.'

export function keyRoutes(deps: ApiDeps) {
  const routes = createPageApp<MemberEnv>(deps)
  routes.use(requirePerson(deps))
  routes.use(requireMerchant)
  routes.use(refuseSwitched(refuse))
  routes.use(async (c, next) => {
    const action = c.req.method === 'POST' ? 'write' : 'read'
    return allows(c.get('member').role, 'api_key', action) ? next() : refuse(c, NOT_ALLOWED, 403)
  })

  routes.get('/', async (c) => c.html(await page(c)))

  routes.post('/', async (c) => {
    const fields = await readForm(c)
    const scopes = SCOPES.filter((scope) => fields[`scope_${scope}`] === 'yes')
    const checked = checkFields(fields, { name, mode })
    const mistakes = {
      ...(checked.ok ? {} : checked.mistakes),
      ...(scopes.length > 0 ? {} : { scopes: 'must have at least one scope' }),
    }
    if (!checked.ok || scopes.length === 0) return c.html(await page(c, { fields, mistakes }), 422)
    const tenant = { merchantId: c.get('member').merchantId, mode: checked.values.mode }
    const wanted = {
      name: checked.values.name,
      scopes,
      ...(isId('key', fields['id'] ?? '') ? { id: fields['id'] } : {}),
    }
    try {
      return await show(c, await createApiKey(c.get('em'), tenant, wanted, actorOf(c)))
    } catch (error) {
      if (violates(error, 'api_key_pkey')) return refuse(c, MADE, 409)
      throw error
    }
  })

  routes.post('/:id/rotate', async (c) => {
    const key = await findKey(c)
    if (!key) return refuse(c, UNKNOWN, 404)
    try {
      return await show(c, await rotateApiKey(c.get('em'), key, DAY_MS, actorOf(c)))
    } catch (error) {
      if (!(error instanceof ApiKeyRefusedError)) throw error
      return refuse(c, REFUSALS[error.code] ?? NOT_ALLOWED, 409)
    }
  })

  routes.post('/:id/revoke', async (c) => {
    const key = await findKey(c)
    const isKnown = key && (await revokeApiKey(c.get('em'), key, actorOf(c)))
    return isKnown ? c.redirect('/keys', 303) : refuse(c, UNKNOWN, 404)
  })

  return routes
}

async function refuse(c: Context<MemberEnv>, text: string, status: 403 | 404 | 409): Promise<Response> {
  return c.html(await page(c, { mistakes: { form: text } }), status)
}

function actorOf(c: Context<MemberEnv>) {
  return { type: 'person', id: c.get('member').person.personId } as const
}

async function findKey(c: Context<MemberEnv>) {
  const { merchantId } = c.get('member')
  const id = c.req.param('id') ?? ''
  const found = await readOne(c.get('em'), ApiKeyRow, 'r.id = ? and r.merchant_id = ?', [id, merchantId])
  return found && { id, merchantId, mode: found.mode }
}

async function show(c: Context<MemberEnv>, created: CreatedApiKey): Promise<Response> {
  return c.html(await page(c, { created }), 201)
}

async function page(
  c: Context<MemberEnv>,
  shown: { fields?: Fields; mistakes?: Mistakes; created?: ShownKey } = {},
) {
  const own = c.get('member')
  const keys = allows(own.role, 'api_key', 'read') ? await listApiKeys(c.get('em'), own.merchantId) : []
  return KeysPage({ own, keys, ...shown })
}
