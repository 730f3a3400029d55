import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { useDatabase } from '../test/support/use-database.ts'
import { saveCustomer } from '../test/support/customer.ts'
import { bulkInsert } from './bulk-insert.ts'
import { InvoiceRow } from './entities/index.ts'
import { newInvoice } from './invoices/issue/new-invoice.ts'
import { NET_PRICES } from '../domain/tax/types.ts'

const database = useDatabase()

function draft(customerId: string) {
  return newInvoice(
    {
      id: `inv_${randomUUID()}`,
      merchantId: database.merchantId,
      mode: 'test',
      customerId,
      testClockOffsetMs: 86_400_000,
    },
    {
      customer: {
        name: 'Ada "the" Byron',
        email: 'ada@customer.example',
        billingAddress: { text: 'Row 1\n2' },
      },
      currency: 'GBP',
      ...NET_PRICES,
      lines: [{ description: 'Work', quantity: '1', unitAmount: '9007199254740991', taxRate: '0' }],
      dueDate: '2027-01-31',
      description: 'Work',
      metadata: { order: '7' },
      channels: ['email'],
      reminders: { time: '09:00', steps: [] },
      sendAt: new Date('2027-01-01T09:00:00.123Z'),
    },
    new Date(),
  )
}

describe('bulkInsert', () => {
  it('stores the same row as the entity manager does', async () => {
    const em = database.orm.em.fork()
    const customerId = await saveCustomer(em, database.merchantId)
    const [bulk, single] = [draft(customerId), draft(customerId)]
    await bulkInsert(em, InvoiceRow, [bulk])
    em.create(InvoiceRow, single)
    await em.flush()
    const columns = async (id: string): Promise<object> => {
      const [row] = await em.execute<Record<string, unknown>[]>('select * from invoice where id = ?', [id])
      return { ...row, id: '', created_at: '', updated_at: '' }
    }
    const stored = await columns(bulk.id)
    expect(stored).toEqual(await columns(single.id))
    expect(stored).toMatchObject({ amount: 9_007_199_254_740_991, customer_name: 'Ada "the" Byron' })
  })

  it('names a property that the entity does not have', async () => {
    const rows = [{ ...draft('cus_any'), colour: 'red' }]
    await expect(bulkInsert(database.orm.em.fork(), InvoiceRow, rows)).rejects.toThrow(
      'invoice has no property colour',
    )
  })

  it('inserts nothing for an empty list', async () => {
    await expect(bulkInsert(database.orm.em.fork(), InvoiceRow, [])).resolves.toBeUndefined()
  })
})
