import { createMiddleware } from 'hono/factory'
import type { EntityManager } from '../../db/orm.ts'
import type { ApiDeps } from '../deps.ts'

export interface RequestEnv {
  Variables: {
    /** A second read of a row needs `refresh: true` after raw SQL or a workflow's write. */
    em: EntityManager
  }
}

/** Work that outlives the request must fork again. */
export function forkEntityManager({ em }: Pick<ApiDeps, 'em'>) {
  return createMiddleware<RequestEnv>(async (c, next) => {
    c.set('em', em.fork())
    await next()
  })
}
