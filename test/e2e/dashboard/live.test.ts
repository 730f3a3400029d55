import { expect, it } from 'vitest'
import { createApp } from '../../../api/app.ts'
import { lastSequence } from '../../../db/events/read-events.ts'
import { createInvoice, mustCommand } from '../../clients/client.ts'
import { memberOf } from '../../clients/identity-client.ts'
import { liveHeaders, openLive } from '../../clients/live-client.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, waitFor } from '../../support/wait.ts'

const world = useWorld()

const LIST = '/dashboard/test/live'

it('sends the changed rows and what was paid to a page of the merchant and mode, from what it has seen', async () => {
  const shop = await withNewMerchant(world)
  const accountant = await memberOf(shop, 'accountant@live.example', 'accountant')
  const stranger = await memberOf(await withNewMerchant(world), 'stranger@live.example', 'owner')
  const { id, number, amount } = await createInvoice(shop, {
    customer: { name: '<b>Ada</b>', email: 'ada@live.example' },
  })
  await untilEvent(shop, id, 'delivered')
  const seen = await lastSequence(world.em.fork(), { merchantId: shop.merchantId, mode: 'test' })
  const { text: page } = await accountant.get('/dashboard/test/invoices')
  expect(page).toContain(`hx-sse:connect="${LIST}?after=${seen}"`)
  const list = await openLive(world, accountant, `${LIST}?after=${seen}`)
  const all = await openLive(world, accountant, LIST, { 'last-event-id': '0' })
  const one = await openLive(world, accountant, `${LIST}/${id}`)
  const others = await Promise.all([
    openLive(world, accountant, '/dashboard/live/live?after=0'),
    openLive(world, stranger, `${LIST}?after=0`),
  ])
  await waitFor(async () => all.text.includes('Sent'))
  expect(list.text).not.toContain(id)

  await mustCommand(shop, id, 'payments', { amount, method: 'cash' })
  await waitFor(async () => /is paid.*id: \d+\n\n$/s.test(list.text) && one.text.includes('is paid'))
  expect(list.text).toMatch(new RegExp(`^data: <tr id="${id}" hx-swap-oob="outerMorph">`, 'm'))
  expect(list.text).toContain(`Invoice ${number}</a> for &lt;b&gt;Ada&lt;/b&gt; is paid: 125.00 GBP.`)
  expect(list.text).not.toContain('type="checkbox"')
  expect(one.text).toContain('event: changed\n\n')
  for (const { status, text } of others) expect([status, text]).toEqual([200, 'retry: 2000\n\n'])
  expect((await openLive(world, stranger, `${LIST}/${id}`)).status).toBe(404)
  for (const stream of [list, all, one, ...others]) stream.close()
})

it.each([
  ['signs out', 'delete from auth_session where user_id = ?'],
  ['leaves the merchant', 'delete from auth_member where user_id = ?'],
])('says so and ends when the person %s', async (what, statement) => {
  const email = `${what.slice(0, 4)}@live.example`
  const person = await memberOf(world, email, 'member')
  const stream = await openLive(world, person, LIST)
  expect(stream.status).toBe(200)
  const em = world.em.fork()
  const [user] = await em.execute<{ id: string }[]>('select id from auth_user where email = ?', [email])
  await em.execute(statement, [user?.id])
  await waitFor(async () => !stream.isOpen)
  expect(stream.text).toMatch(/no longer follows.*event: view_ended\n\n$/s)
  const again = await openLive(world, person, LIST)
  expect([again.status, again.headers.get('hx-redirect')]).toEqual([401, expect.stringMatching(/^\/\w+/)])
})

it('is refused while the session has 20 open streams, and ends without a word when the process stops', async () => {
  const person = await memberOf(world, 'many@live.example', 'member')
  const open = await Promise.all(Array.from({ length: 20 }, () => openLive(world, person, LIST)))
  const refused = await openLive(world, person, LIST)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5'])
  for (const stream of open) stream.close()
  const stopping = new AbortController()
  const app = createApp({ ...world.deps, stopping: stopping.signal, clientAddress: () => '127.0.0.1' })
  const response = await app.request(LIST, { headers: liveHeaders(person) })
  const reading = response.text()
  stopping.abort()
  expect(await reading).toBe('retry: 2000\n\n')
})
