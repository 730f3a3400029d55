import { expect, it } from 'vitest'
import { call, inboxFor, invoiceBody } from '../../clients/client.ts'
import { dayFromNow, review } from '../../clients/import-client.ts'
import { recurringBody } from '../../clients/recurring-client.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'
import { waitFor } from '../../support/wait.ts'

const world = useWorld()

const TURNED = 'Ada\u202E \u2067nomiS'
const KEPT = 'می\u200Cخواهم א\u200F-1 क्\u200Dष'

type Errors = { errors?: { pointer: string; code: string }[] }

async function byEachWay(name: string, email: string): Promise<unknown[]> {
  const customer = { name, email }
  const ofApi = async (path: string, body: object) => {
    const { json } = await call<Errors & { customer?: { name: string } }>(world, 'POST', path, body)
    return json.customer?.name ?? json.errors?.map(({ pointer, code }) => `${pointer} ${code}`)
  }
  const csv = `customer_name,customer_email,amount,currency,due_date,description\n${name},${email},10,GBP,${dayFromNow(9)},Work\n`
  const { first_valid_rows: valid, first_invalid_rows: invalid } = await review(world, csv)
  const read = valid[0]?.invoice['customer'] as { name: string } | undefined
  return [
    await ofApi('/v1/invoices', invoiceBody({ customer, send: 'draft' })),
    await ofApi('/v1/recurring_invoices', recurringBody({ customer })),
    read?.name ?? invalid[0]?.errors.map(({ column, code }) => `/${column.replace('_', '/')} ${code}`),
  ]
}

const three = (value: unknown) => [value, value, value]

it('removes from names the characters that change the direction of text, and keeps characters that scripts need', async () => {
  expect(await byEachWay(TURNED, 'a1@customer.example')).toEqual(three('Ada nomiS'))
  expect(await byEachWay(KEPT, 'a2@customer.example')).toEqual(three(KEPT))
})

it('refuses a name of invisible characters only', async () => {
  const refused = three(['/customer/name required'])
  expect(await byEachWay('\u202E\u200B', 'a3@customer.example')).toEqual(refused)
})

it('refuses an e-mail address with an invisible character or one that changes the direction', async () => {
  const refused = three(['/customer/email invalid_email'])
  for (const email of [
    'a\u200B4@customer.example',
    'a4@customer.example\u202E',
    '\u202Da4@custo\u00ADmer.example',
  ]) {
    expect(await byEachWay('Ada', email)).toEqual(refused)
  }
})

it('removes characters that change the direction from the subject and text of a message', async () => {
  const shop = await withNewMerchant(world, { name: 'Shop\u202E drawkcab' })
  const customer = { name: 'Ada', email: 'subject@customer.example' }
  await call(shop, 'POST', '/v1/invoices', invoiceBody({ customer, number: 'N\u202E1' }))
  const mail = await waitFor(async () => (await inboxFor(world, customer.email))[0])
  expect(mail.subject).toContain('Invoice N1 ')
  expect(mail.text).toContain('Shop drawkcab')
  expect(mail.subject + mail.text).not.toMatch(/[\u202A-\u202E]/)
})
