import { Hono } from 'hono'
import type { Access } from './access.ts'
import { apiError } from './errors.ts'
import { applyDelay, type Faults } from '../control/faults.ts'
import { bodyOf } from '../control/parse.ts'
import type { Statements } from '../model/statement.ts'

export function createStatementApi(statements: Statements, access: Access, faults: Faults): Hono {
  const app = new Hono()
  app.get('/:id/transactions', access.client, faults.spoil('transactions'), async (c) => {
    await applyDelay(c)
    const { from = '', to = '', cursor } = c.req.query()
    const range = { from: Date.parse(from), to: Date.parse(to) }
    const isOwn = access.clientOf(c)?.merchantAccounts.some(({ id }) => id === c.req.param('id'))
    if (!isOwn) {
      return apiError(c, 'not-found', 'Merchant account could not be found.')
    }
    if (Number.isNaN(range.from) || Number.isNaN(range.to) || range.from > range.to) {
      return apiError(c, 'invalid-parameters', 'The request was invalid.', {
        from: ['Has to be an instant.'],
      })
    }
    return c.json(statements.page(c.req.param('id'), { ...range, cursor }))
  })
  return app
}

export function createStatementControl(statements: Statements): Hono {
  const app = new Hono()
  app.post('/:id/pay-in', async (c) => {
    const { amount_in_minor: amount, reference = '' } = await bodyOf(c)
    if (!statements.isAccount(c.req.param('id'))) return c.json({ error: 'no such account' }, 404)
    if (typeof amount !== 'number' || !Number.isInteger(amount) || amount < 1) {
      return c.json({ error: 'amount_in_minor must be a positive integer' }, 400)
    }
    return c.json(statements.payIn(c.req.param('id'), amount, String(reference)), 201)
  })
  return app
}
