import { expect, it } from 'vitest'
import { call } from '../../clients/client.ts'
import { linkInMail, ownerOf, signedIn } from '../../clients/identity-client.ts'
import { exhaustLimit } from '../../support/exhaust-limit.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import type { World } from '../../support/harness.ts'
import { useWorld } from '../../support/test-harness.ts'
import { addMember, addPerson } from '../../support/trust.ts'

const world = useWorld()

interface Team {
  members: { id: string; person: string; email: string; role: string }[]
  invitations: { id: string; email: string; role: string }[]
}

const teamOf = async (shop: World) => (await call<Team>(shop, 'GET', '/v1/team')).json
const invite = (shop: World, email: string, role: string) =>
  call<{ id: string; code?: string }>(inLiveMode(shop), 'POST', '/v1/team/invitations', { email, role })

it('invites a person by a key, who joins, changes the role and is removed', async () => {
  const shop = await withNewMerchant(world)
  const email = 'kim@team-api.example'
  const first = await invite(shop, 'Kim@Team-API.example', 'member')
  expect([first.status, first.headers.get('location')]).toEqual([201, '/v1/team'])
  await linkInMail(world, email, 'invites you')
  const second = await invite(shop, email, 'accountant')
  expect((await teamOf(shop)).invitations).toEqual([second.json])
  const link = await linkInMail(world, email, 'invites you', 2)
  const browser = await signedIn(world, email)
  expect((await browser.get(link)).text).toContain(
    'You are invited to work with Larkspur Studio, as accountant.',
  )
  expect((await browser.post(link)).location).toBe('/team')

  const { members, invitations } = await teamOf(shop)
  const joined = members.find((member) => member.email === email)
  expect([joined?.role, invitations]).toEqual(['accountant', []])
  const path = `/v1/team/members/${joined?.id}`
  const changed = await call(inLiveMode(shop), 'PATCH', path, { role: 'member' })
  expect([changed.status, changed.json['role']]).toEqual([200, 'member'])
  expect((await call(inLiveMode(shop), 'DELETE', path)).status).toBe(204)
  expect((await browser.get('/team')).location).toBe('/account/merchants')
  const changes = await call<{ data: { setting: string; actor: { type: string; id: string } }[] }>(
    shop,
    'GET',
    '/v1/setting_changes?setting=team_member&limit=3',
  )
  expect(changes.json.data.map(({ actor }) => actor.type)).toEqual(['api_key', 'api_key', 'person'])
  expect(changes.json.data[2]?.actor.id).toBe(joined?.person)
})

it('lets no key make, change or remove an owner or admin', async () => {
  const { browser, merchant } = await ownerOf(world, 'owner@team-api.example')
  const shop = await withNewMerchant(world)
  const { members } = await teamOf(shop)
  const [owner] = members
  for (const role of ['owner', 'admin', 'root']) {
    const { status, json } = await invite(shop, 'x@team-api.example', role)
    expect([role, status, json.code]).toEqual([role, 422, 'invalid_fields'])
  }
  const path = `/v1/team/members/${owner?.id}`
  const refused = { status: 403, json: { code: 'owner_or_admin' } }
  expect(await call(inLiveMode(shop), 'PATCH', path, { role: 'member' })).toMatchObject(refused)
  expect(await call(inLiveMode(shop), 'DELETE', path)).toMatchObject(refused)
  const memberId = await addMember(shop, await addPerson(shop, 'plain@team-api.example'))
  expect(
    (await call(inLiveMode(shop), 'PATCH', `/v1/team/members/${memberId}`, { role: 'admin' })).status,
  ).toBe(422)
  await browser.post('/team/invitations', { merchant, email: 'chief@team-api.example', role: 'admin' })
  const sql = `update auth_invitation set organization_id = ? where email = 'chief@team-api.example' returning id`
  const [invitation] = await world.em.fork().execute<{ id: string }[]>(sql, [shop.merchantId])
  expect(await call(inLiveMode(shop), 'DELETE', `/v1/team/invitations/${invitation?.id}`)).toMatchObject(
    refused,
  )
  expect((await teamOf(shop)).members).toHaveLength(members.length + 1)
})

it('refuses an invitation of a member, and the hundred and first open one', async () => {
  const shop = await withNewMerchant(world)
  await addMember(shop, await addPerson(shop, 'here@team-api.example'))
  expect((await invite(shop, 'here@team-api.example', 'member')).json.code).toBe('already_member')
  await world.em.fork().execute(
    `insert into auth_invitation (id, organization_id, email, role, status, expires_at)
     select 'ivt_' || n, ?, n || '@team.example', 'member', 'pending', now() + interval '1 day'
     from generate_series(1, 100) n`,
    [shop.merchantId],
  )
  expect((await invite(shop, 'one@more.example', 'member')).json.code).toBe('too_many_invitations')
})

it('sends no more invitations a day than the limit, and says when the next can go out', async () => {
  const shop = await withNewMerchant(world)
  await exhaustLimit(shop, 'invitation')
  const { status, headers, json } = await invite(shop, 'late@team-api.example', 'member')
  expect([status, json]).toMatchObject([429, { code: 'too_many_requests' }])
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await teamOf(shop)).invitations).toEqual([])
})
