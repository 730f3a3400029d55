import { afterEach, describe, expect, it } from 'vitest'
import { type Browser, linkInMail, openBrowser, ownerOf, signedIn } from '../../clients/identity-client.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()
afterEach(() => world.em.fork().execute('delete from rate_limit'))

async function join(merchant: Browser, email: string, role: string): Promise<Browser> {
  const browser = await signedIn(world, email)
  const { status } = await merchant.post('/team/invitations', { email, role })
  expect(status).toBe(303)
  const link = await linkInMail(world, email, 'invites you')
  expect((await browser.get(link)).text).toContain('Accept the invitation</button>')
  expect((await browser.post(link)).location).toBe('/team')
  return browser
}

async function memberId(browser: Browser, email: string): Promise<string> {
  const { text } = await browser.get('/team')
  const sql = 'select m.id from auth_member m join auth_user u on u.id = m.user_id where u.email = ?'
  const [row] = await world.em.fork().execute<{ id: string }[]>(sql, [email])
  expect(text).toContain(email)
  return row?.id ?? ''
}

function statusesOf(answers: readonly { status: number }[]): number[] {
  return answers.map(({ status }) => status).toSorted((a, b) => a - b)
}

async function roleOf(browser: Browser): Promise<string | undefined> {
  return /<dt>Role<\/dt><dd>(\w+)/.exec((await browser.get('/account')).text)?.[1]
}

describe('a merchant', () => {
  it('is a merchant with the same id, and a repeated form makes it once', async () => {
    const browser = await signedIn(world, 'founder@team.example')
    const { text } = await browser.get('/account/merchants')
    const id = /name="id" value="(mer_\w+)"/.exec(text)?.[1] ?? ''
    const fields = { id, name: 'Byron', email: 'accounts@byron.example', time_zone: 'Europe/Paris' }
    const answers = await Promise.all([1, 2, 3].map(() => browser.post('/account/merchants', fields)))
    expect(answers.map(({ location }) => location)).toEqual(['/dashboard', '/dashboard', '/dashboard'])
    const rows = await world.em
      .fork()
      .execute<object[]>('select name, email, time_zone from merchant where id = ?', [id])
    expect(rows).toEqual([{ name: 'Byron', email: 'accounts@byron.example', time_zone: 'Europe/Paris' }])
    const wrong = await browser.post('/account/merchants', { ...fields, time_zone: 'Mars/Olympus' })
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('a name of the IANA database')])
    const other = await signedIn(world, 'copier@team.example')
    expect((await other.post('/account/merchants', fields)).status).toBe(409)
    expect((await other.get('/team')).location).toBe('/account/merchants')
  })

  it('does nothing for a form of a merchant that is no longer chosen', async () => {
    const { browser, merchant } = await ownerOf(world, 'two@team.example')
    await browser.post('/account/merchants', {
      name: 'Second',
      email: 'second@team.example',
      time_zone: 'Europe/Rome',
    })
    const stale = { merchant, email: 'guest@team.example', role: 'member' }
    expect((await browser.post('/team/invitations', stale)).status).toBe(409)
    expect((await browser.post('/account/merchants/choose', { merchant })).location).toBe('/dashboard')
    expect((await browser.post('/team/invitations', stale)).status).toBe(303)
  })
})

describe('a team', () => {
  it('lets owner and admin invite and change roles, and member and accountant not', async () => {
    const { browser: owner } = await ownerOf(world, 'owner@team.example')
    const admin = await join(owner, 'admin@team.example', 'admin')
    const member = await join(owner, 'member@team.example', 'member')
    const accountant = await join(admin, 'accountant@team.example', 'accountant')
    expect(await Promise.all([owner, admin, member, accountant].map(roleOf))).toEqual([
      'owner',
      'admin',
      'member',
      'accountant',
    ])
    const ownerId = await memberId(owner, 'owner@team.example')
    const adminId = await memberId(owner, 'admin@team.example')
    const accountantId = await memberId(owner, 'accountant@team.example')
    const invite = { email: 'more@team.example', role: 'member' }
    for (const browser of [member, accountant]) {
      expect((await browser.get('/team')).text).not.toContain('Send the invitation')
      expect((await browser.post('/team/invitations', invite)).status).toBe(403)
      expect((await browser.post(`/team/members/${adminId}/role`, { role: 'member' })).status).toBe(403)
      expect((await browser.post(`/team/members/${accountantId}/remove`)).status).toBe(403)
    }
    expect((await admin.post('/team/invitations', { ...invite, role: 'owner' })).status).toBe(403)
    expect((await admin.post('/team/invitations', { ...invite, role: 'root' })).status).toBe(422)
    expect((await admin.post(`/team/members/${ownerId}/role`, { role: 'member' })).status).toBe(403)
    expect((await admin.post(`/team/members/${accountantId}/role`, { role: 'owner' })).status).toBe(403)

    expect((await admin.post(`/team/members/${accountantId}/role`, { role: 'admin' })).status).toBe(303)
    expect((await accountant.post('/team/invitations', invite)).status).toBe(303)
    expect((await admin.post(`/team/members/${accountantId}/role`, { role: 'member' })).status).toBe(303)
    expect((await accountant.post('/team/invitations', invite)).status).toBe(403)
    expect((await admin.post(`/team/members/${accountantId}/remove`)).status).toBe(303)
    expect((await accountant.get('/team')).location).toBe('/account/merchants')
    expect((await member.post('/team/leave')).status).toBe(303)
    expect((await member.get('/team')).location).toBe('/account/merchants')
  })

  it('does not change the members and invitations of another merchant', async () => {
    const { browser: owner } = await ownerOf(world, 'here@team.example')
    const { browser: stranger } = await ownerOf(world, 'elsewhere@team.example')
    const id = await memberId(owner, 'here@team.example')
    expect(
      (await stranger.post(`/team/members/${id}/role`, { role: 'member' })).status,
    ).toBeGreaterThanOrEqual(400)
    expect((await stranger.post(`/team/members/${id}/remove`)).status).toBeGreaterThanOrEqual(400)
    await owner.post('/team/invitations', { email: 'kept@team.example', role: 'member' })
    const invitation = await linkInMail(world, 'kept@team.example', 'invites you')
    expect((await stranger.post(`/team${invitation}/cancel`)).status).toBe(409)
    expect((await owner.get('/team')).text).toContain('kept@team.example')
    expect(await roleOf(owner)).toBe('owner')
  })

  it('keeps an owner, also when the last two leave or step down at once', async () => {
    const { browser: first, merchant } = await ownerOf(world, 'first@owners.example')
    const firstId = await memberId(first, 'first@owners.example')
    expect((await first.post('/team/leave')).status).toBe(409)
    expect((await first.post(`/team/members/${firstId}/role`, { role: 'member' })).status).toBe(409)
    const second = await join(first, 'second@owners.example', 'owner')
    const secondId = await memberId(second, 'second@owners.example')
    const owners = async () =>
      world.em
        .fork()
        .execute<object[]>("select from auth_member where organization_id = ? and role = 'owner'", [merchant])
    const answers = await Promise.all([first.post('/team/leave'), second.post('/team/leave')])
    expect(statusesOf(answers)).toEqual([303, 409])
    expect(await owners()).toHaveLength(1)
    const [left, stayed, id] =
      answers[0]?.status === 303
        ? [first, second, 'first@owners.example']
        : [second, first, 'second@owners.example']
    await stayed.post('/team/invitations', { email: id, role: 'owner' })
    const link = await linkInMail(world, id, 'invites you', left === first ? 1 : 2)
    expect((await left.post(link)).location).toBe('/team')
    const ids = { first: await memberId(first, 'first@owners.example'), second: secondId }
    const both = await Promise.all([
      first.post(`/team/members/${left === first ? ids.first : firstId}/role`, { role: 'member' }),
      second.post(
        `/team/members/${left === second ? await memberId(second, 'second@owners.example') : ids.second}/role`,
        {
          role: 'member',
        },
      ),
    ])
    expect(statusesOf(both)).toEqual([303, 409])
    expect(await owners()).toHaveLength(1)
  })
})

describe('an invitation', () => {
  it('can be accepted by its address alone, once, and not after it was cancelled', async () => {
    const { browser: owner } = await ownerOf(world, 'host@invite.example')
    const other = await signedIn(world, 'other@invite.example')
    await owner.post('/team/invitations', { email: 'guest@invite.example', role: 'member' })
    const link = await linkInMail(world, 'guest@invite.example', 'invites you')
    expect((await openBrowser(world).get(link)).text).toContain('Byron &amp; Daughter')
    expect((await openBrowser(world).post(link)).location).toBe('/sign-in')
    expect((await other.get(link)).text).not.toContain('Accept the invitation')
    expect((await other.post(link)).status).toBe(403)

    const guest = await signedIn(world, 'guest@invite.example')
    expect((await guest.get('/account/merchants')).text).toContain(link)
    const answers = await Promise.all([1, 2, 3].map(() => guest.post(link)))
    expect(statusesOf(answers)).toEqual([303, 410, 410])
    expect((await owner.post(`/team${link}/cancel`)).status).toBe(409)
    expect((await guest.get('/team')).status).toBe(200)

    await owner.post('/team/invitations', { email: 'other@invite.example', role: 'member' })
    const cancelled = await linkInMail(world, 'other@invite.example', 'invites you')
    expect((await owner.post(`/team${cancelled}/cancel`)).status).toBe(303)
    expect((await other.post(cancelled)).status).toBe(410)
  })

  it('replaces the earlier one when it is sent again', async () => {
    const { browser: owner } = await ownerOf(world, 'again@invite.example')
    const fields = { email: 'late@invite.example', role: 'member' }
    await owner.post('/team/invitations', fields)
    const first = await linkInMail(world, fields.email, 'invites you')
    await owner.post('/team/invitations', fields)
    await linkInMail(world, fields.email, 'invites you', 2)
    expect((await openBrowser(world).get(first)).status).toBe(410)
  })
})
