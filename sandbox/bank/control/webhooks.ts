import { Hono } from 'hono'
import { bodyOf } from './parse.ts'
import type { Webhooks } from '../webhooks/deliver.ts'

export function createWebhookControl(webhooks: Webhooks): Hono {
  const app = new Hono()
  app.get('/', (c) => c.json({ webhooks: webhooks.list() }))
  app.post('/hold', async (c) => {
    webhooks.hold((await bodyOf(c))['drop'] === true ? 'drop' : 'hold')
    return c.body(null, 204)
  })
  app.post('/release', (c) => {
    webhooks.hold('no')
    return c.body(null, 204)
  })
  app.post('/:id/replay', (c) => {
    const known = webhooks.replay(c.req.param('id'))
    return known ? c.json({ replayed: true }, 202) : c.json({ error: 'no such webhook' }, 404)
  })
  return app
}
