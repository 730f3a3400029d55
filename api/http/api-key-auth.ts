import { createMiddleware } from 'hono/factory'
import { logFailure } from '../../clients/outages.ts'
import { findApiKey, noteApiKeyUse } from '../../db/api-keys.ts'
import type { MerchantActor } from '../../domain/invoice/index.ts'
import type { Scope } from '../../domain/merchant/api-key.ts'
import type { ApiDeps } from '../deps.ts'
import type { RequestEnv } from './entity-manager.ts'
import { Problem } from './errors/problem.ts'
import { accessNeeded } from './route-scopes.ts'
import { createSharedReads } from './shared-reads.ts'
import type { Mode } from '../../domain/shared/mode.ts'

export interface Tenant {
  merchantId: string
  mode: Mode
}

export interface MerchantEnv {
  Variables: RequestEnv['Variables'] & {
    tenant: Tenant
    actor: MerchantActor
    apiKey: { id: string; scopes: readonly Scope[] }
  }
}

export function requireApiKey(deps: Pick<ApiDeps, 'em' | 'background' | 'database' | 'log'>) {
  const noted = new Set<string>()
  const findKey = createSharedReads((secret: string) => findApiKey(deps.em.fork(), secret))

  return createMiddleware<MerchantEnv>(async (c, next) => {
    const [, secret = ''] = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '') ?? []
    const key = await findKey(secret)
    if (!key) throw new Problem('unauthorized')
    const { id, scopes, merchantId, mode } = key
    if (key.isRevoked) throw new Problem('unauthorized', `The API key ${id} is revoked.`)
    if (key.isExpired) throw new Problem('unauthorized', `The API key ${id} has expired.`)
    if (key.isUseDue) noteUse(id)
    const needed = accessNeeded(c)
    if (needed && !scopes.includes(needed.scope)) {
      const has = scopes.map((scope) => `\`${scope}\``).join(', ')
      const detail = `The request needs a key with \`${needed.scope}\`. The key ${id} has ${has}.`
      throw new Problem('insufficient_scope', detail)
    }
    // A key of test mode must not reach live mode by what both modes share.
    if (needed?.isLive && mode === 'test') {
      const detail = `This holds in live mode too, so a live key or a person changes it. The key ${id} is of test mode.`
      throw new Problem('insufficient_scope', detail)
    }
    c.set('tenant', { merchantId, mode })
    c.set('actor', { type: 'api_key', id })
    c.set('apiKey', { id, scopes })
    await next()
  })

  function noteUse(id: string): void {
    if (noted.has(id)) return
    noted.add(id)
    const update = noteApiKeyUse(deps.em.fork(), id)
      .catch((error: unknown) => logFailure(deps, 'warn', { key: id, err: error }, 'api_key.use_not_noted'))
      .finally(() => {
        noted.delete(id)
        deps.background.delete(update)
      })
    deps.background.add(update)
  }
}
