import { Hono } from 'hono'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import type { Outage } from '../../../clients/outage.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { noteInteractiveLoad } from './interactive-load.ts'

async function marksOf(method: string, path: string): Promise<number> {
  let marks = 0
  const em = {
    fork: () => em,
    execute: async () => {
      marks += 1
      return []
    },
  } as unknown as EntityManager
  const app = new Hono()
  const database = { isKnown: false } as Outage
  app.use(noteInteractiveLoad({ em, log: pino({ level: 'silent' }), database }))
  app.all('*', (c) => c.text(''))
  await app.request(path, { method })
  return marks
}

it.each([
  ['POST', '/v1/invoices'],
  ['POST', '/pay/token/pay'],
  ['GET', '/v1/invoices/inv_1/pdf'],
  ['GET', '/v1/invoices/inv_1/einvoice'],
  ['GET', '/v1/credit_notes/crn_1/pdf'],
  ['GET', '/pay/token/invoice.pdf'],
  ['GET', '/dashboard/test/invoices/inv_1/einvoice/peppol'],
])('lets imports slow down for %s %s', async (method, path) => {
  expect(await marksOf(method, path)).toBe(1)
})

it.each(['/v1/invoices', '/v1/invoices/inv_1', '/pay/token/status', '/dashboard/test/live'])(
  'lets imports go on at a poll of %s',
  async (path) => {
    expect(await marksOf('GET', path)).toBe(0)
  },
)
