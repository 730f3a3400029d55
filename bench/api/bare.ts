import { readFileSync } from 'node:fs'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Pool } from 'pg'
import { readInvoice } from '../../db/invoices/read-invoice.ts'
import { createOrm } from '../../db/orm.ts'
import type { Mode } from '../../domain/shared/mode.ts'

const [databaseUrl = '', answersFile = ''] = process.argv.slice(2)
const answers = new Map(Object.entries(JSON.parse(readFileSync(answersFile, 'utf8')) as object))
const orm = await createOrm(databaseUrl)
const pool: Pool = await orm.em.getConnection().getNativeClient()

const [firstId = ''] = answers.keys()
const owner = 'select merchant_id, mode from invoice where id = $1'
const { rows } = await pool.query<{ merchant_id: string; mode: Mode }>(owner, [firstId])
const [{ merchant_id: merchantId, mode } = { merchant_id: '', mode: 'test' as const }] = rows
const statement = await firstStatement(() => readInvoice(orm.em.fork(), firstId, { merchantId, mode }))

const app = new Hono().get('/v1/invoices/:id', async (c) => {
  const id = c.req.param('id')
  const found = await pool.query(statement, [id, merchantId, mode])
  return found.rows.length === 1 ? c.json(answers.get(id)) : c.notFound()
})
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.stdout.write(`${JSON.stringify({ ready: true, url: `http://127.0.0.1:${port}` })}\n`)
})

async function firstStatement(read: () => Promise<unknown>): Promise<string> {
  const client = await pool.connect()
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const sent = Promise.withResolvers<string>()
  const noted = (text: string, ...rest: unknown[]) => {
    sent.resolve(text)
    return query(text, ...rest)
  }
  client.query = noted as Pool['query']
  client.release()
  await read()
  client.query = query as Pool['query']
  return sent.promise
}
