import { AsyncLocalStorage } from 'node:async_hooks'
import pg from 'pg'
import type { Tenant } from '../../api/http/api-key-auth.ts'

interface Watched {
  tenant: Tenant
  isOfMerchant: boolean
  tenantTable: RegExp
  unproven: Set<string>
  unscoped: string[]
}

const ID = /\b(?!mer_)[a-z]{2,6}_[0-7][0-9a-hjkmnp-tv-z]{25}\b/g

const SIGN_IN = /from api_key where hash = \$1$/

const requests = new AsyncLocalStorage<Watched>()

export async function watchTenant<T>(
  request: { tenant: Tenant; named: string; tables: readonly string[]; isOfMerchant?: boolean },
  work: () => Promise<T>,
): Promise<{ result: T; unscoped: string[] }> {
  const tenantTable = new RegExp(`\\b(?:from|join|update|into) "?(?:${request.tables.join('|')})\\b`, 'i')
  const unproven = new Set(request.named.match(ID))
  const { tenant, isOfMerchant = false } = request
  const watched: Watched = { tenant, isOfMerchant, tenantTable, unproven, unscoped: [] }
  const result = await requests.run(watched, work)
  return { result, unscoped: watched.unscoped }
}

// The import of the module must precede the first connection to PostgreSQL.
const { prototype } = pg.Client as { prototype: { query: (this: pg.Client, ...args: unknown[]) => unknown } }
const { query } = prototype
prototype.query = function watchedQuery(...args) {
  const watched = requests.getStore()
  const statement = statementOf(args)
  const prove = watched && statement ? check(watched, statement) : undefined
  const callback = args.at(-1)
  if (prove && typeof callback === 'function') {
    args[args.length - 1] = (error: Error | null, result?: pg.QueryResult) => {
      if (result) prove(result)
      ;(callback as (error: Error | null, result?: pg.QueryResult) => void)(error, result)
    }
  }
  const answer = query.apply(this, args)
  if (prove && answer instanceof Promise) void answer.then(prove, () => undefined)
  return answer
}

function statementOf([statement, given]: unknown[]): { text: string; values: unknown } | undefined {
  if (typeof statement === 'string') return { text: statement, values: given }
  const { text, values } = statement as { text?: unknown; values?: unknown }
  return typeof text === 'string' ? { text, values } : undefined
}

/** A row that a scoped statement finds proves the ids that the statement names. */
type Prove = (result: pg.QueryResult) => void

function check(
  { tenant, isOfMerchant, tenantTable, unproven, unscoped }: Watched,
  { text, values }: { text: string; values: unknown },
): Prove | undefined {
  if (SIGN_IN.test(text)) return undefined
  const said = JSON.stringify([text, Array.isArray(values) ? values : []])
  const ids = new Set(said.match(ID))
  const named = [...ids].filter((id) => unproven.has(id))
  const namesMode = isOfMerchant || new RegExp(`["']${tenant.mode}["'\\\\]`).test(said)
  if (!said.includes(tenant.merchantId) || !namesMode) {
    if (named.length > 0 || (ids.size === 0 && tenantTable.test(text))) unscoped.push(text)
    return undefined
  }
  return ({ rowCount }) => {
    if ((rowCount ?? 0) > 0) for (const id of named) unproven.delete(id)
  }
}
