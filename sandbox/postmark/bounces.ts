import { Hono } from 'hono'
import type { DatabaseSync } from 'node:sqlite'
import type { SandboxEnv } from '../faults/inject-fault.ts'
import { answerRefusal, refuse } from './errors.ts'
import { findBounce, findBounces, unsuppress, type Bounce } from './events.ts'
import { findMessage, type StoredMessage } from './store.ts'
import { bounceBody, bounceDump } from './webhook-bodies.ts'

/** @see https://postmarkapp.com/developer/api/bounce-api */
export function createBounceRoutes(database: DatabaseSync): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()

  app.get('/bounces', (c) => {
    const [count, offset] = [Number(c.req.query('count') ?? 100), Number(c.req.query('offset') ?? 0)]
    const bounces = findBounces(database, {
      email: c.req.query('emailFilter'),
      type: c.req.query('type'),
      messageId: c.req.query('messageID'),
    }).map((bounce) => present(bounce))
    return c.json({ TotalCount: bounces.length, Bounces: bounces.slice(offset, offset + count) })
  })
  app.get('/bounces/:id', (c) => {
    const known = find(c.req.param('id'))
    return known ? c.json(present(known.bounce)) : answerRefusal(c, unknownBounce)
  })
  app.get('/bounces/:id/dump', (c) => {
    const known = find(c.req.param('id'))
    return known ? c.json({ Body: bounceDump(known.message, known.bounce) }) : answerRefusal(c, unknownBounce)
  })
  app.put('/bounces/:id/activate', (c) => {
    const known = find(c.req.param('id'))
    if (!known) return answerRefusal(c, unknownBounce)
    if (known.bounce.type === 'SpamComplaint') {
      return answerRefusal(c, refuse(409, 'An address that complained cannot be reactivated.'))
    }
    unsuppress(database, known.message, known.bounce.email)
    return c.json({ Message: 'OK', Bounce: present(known.bounce) })
  })

  function find(id: string): { bounce: Bounce; message: StoredMessage } | undefined {
    const bounce = findBounce(database, Number(id))
    const message = bounce && findMessage(database, bounce.message_id)
    return bounce && message && { bounce, message }
  }

  function present(bounce: Bounce): object {
    const message = findMessage(database, bounce.message_id)
    return message ? bounceBody(database, message, bounce) : {}
  }
  return app
}

const unknownBounce = refuse(407, 'This bounce was not found.')
