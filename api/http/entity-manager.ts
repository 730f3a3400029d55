import { createMiddleware } from 'hono/factory'
import type { EntityManager } from '../../db/orm.ts'
import type { ApiDeps } from '../deps.ts'

export interface RequestEnv {
  Variables: {
    /**
     * The request's fork. After raw SQL or a workflow's write, a second read of a row needs `refresh: true`.
     */
    em: EntityManager
  }
}

/** Forks the entity manager once for each request. Work that outlives the request forks again. */
export function forkEntityManager({ em }: Pick<ApiDeps, 'em'>) {
  return createMiddleware<RequestEnv>(async (c, next) => {
    c.set('em', em.fork())
    await next()
  })
}
