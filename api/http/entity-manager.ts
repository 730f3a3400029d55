import { createMiddleware } from 'hono/factory'
import type { EntityManager } from '../../db/orm.ts'
import type { ApiDeps } from '../deps.ts'
import type { StoredAnswers } from './idempotency/stored-answers.ts'

export interface RequestEnv {
  Variables: {
    em: EntityManager
    answers: StoredAnswers
  }
}

export function forkEntityManager({ em }: Pick<ApiDeps, 'em'>) {
  return createMiddleware<RequestEnv>((c, next) => {
    c.set('em', em.fork())
    return next()
  })
}
