import { expect, it } from 'vitest'
import { saveCustomer } from '../test/support/customer.ts'
import { useDatabase } from '../test/support/use-database.ts'
import { bulkInsert } from './bulk-insert.ts'
import { ApiKeyRow, InvoiceRow, MerchantRow, PaymentAttemptRow } from './entities/index.ts'
import { newId } from './ids.ts'
import { newInvoice } from './invoices/issue/new-invoice.ts'
import { executePrepared, readOneOrFail, toRow } from './prepared.ts'
import { oneAmount } from '../test/support/invoice-lines.ts'

const database = useDatabase()
const INVOICE = newId('inv')
const ATTEMPT = newId('pat')

async function saveRows(): Promise<void> {
  const em = database.orm.em.fork()
  const content = {
    customer: { name: 'Ada', email: 'ada@customer.example', billingAddress: { text: '1 High Street' } },
    currency: 'GBP',
    ...oneAmount(9_007_199_254_740_991),
    dueDate: '2026-12-31',
    description: 'Work',
    metadata: { order: '7' },
    channels: ['email' as const],
    sendAt: new Date('2026-11-29T20:00:00.123Z'),
  }
  const customerId = await saveCustomer(em, database.merchantId)
  const origin = { id: INVOICE, merchantId: database.merchantId, mode: 'test', customerId } as const
  await bulkInsert(em, InvoiceRow, [newInvoice(origin, content, new Date())])
  const bank = {
    mode: 'test',
    rail: 'truelayer',
    bankId: 'bank',
    bankName: 'Bank',
    status: 'started',
  } as const
  const money = { amount: 100, currency: 'GBP', requestBody: '{}', toExternalAccount: true }
  const now = new Date()
  const attempt = { id: ATTEMPT, invoiceId: INVOICE, ...bank, ...money, createdAt: now, updatedAt: now }
  await bulkInsert(em, PaymentAttemptRow, [attempt])
}

it('reads the same values as the entity manager, also from jsonb', async () => {
  await saveRows()
  const em = database.orm.em.fork()
  const keys = [
    [InvoiceRow, INVOICE, 'id', 'id'],
    [PaymentAttemptRow, ATTEMPT, 'id', 'id'],
    [MerchantRow, database.merchantId, 'id', 'id'],
    [ApiKeyRow, database.merchantId, 'merchantId', 'merchant_id'],
  ] as const
  for (const [entity, key, property, column] of keys) {
    const { tableName } = em.getMetadata().get<object>(entity)
    const entityRow = { ...(await em.fork().findOneOrFail<object>(entity, { [property]: key })) }
    const where = `r.${column} = ?`
    expect(await readOneOrFail<object>(em, entity, where, [key])).toEqual(entityRow)
    const sql = `select to_jsonb(r) as r from ${tableName} r where ${where}`
    const [found] = await executePrepared<{ r: object }>(em, sql, [key])
    expect(toRow<object>(em, entity, found?.r ?? {})).toEqual(entityRow)
  }
})
