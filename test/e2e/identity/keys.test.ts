import { afterEach, describe, expect, it } from 'vitest'
import { ApiKeyRow } from '../../../db/entities/index.ts'
import { newId } from '../../../db/ids.ts'
import { type Browser, ownerOf, signedIn } from '../../clients/identity-client.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()
afterEach(() => world.em.fork().execute('delete from rate_limit'))

const KEY = /dw_(?:test|live)_\w{39}/

function readProfile(key: string): Promise<Response> {
  return fetch(new URL('/v1/profile', world.publicUrl), { headers: { authorization: `Bearer ${key}` } })
}

async function makeKey(browser: Browser, fields: Record<string, string> = {}) {
  const page = await browser.post('/keys', { name: 'Shop', mode: 'test', scope_read: 'yes', ...fields })
  return { ...page, key: KEY.exec(page.text)?.[0] ?? '' }
}

async function onlyRow(merchantId: string): Promise<ApiKeyRow> {
  const rows = await world.em.fork().find(ApiKeyRow, { merchantId })
  expect(rows.length).toBe(1)
  return rows[0] as ApiKeyRow
}

describe('the form of API keys', () => {
  it('makes a key that works, shows it once and keeps who made it', async () => {
    const { browser, merchant } = await ownerOf(world, 'maker@keys.example')
    const made = await makeKey(browser)
    expect(made.status).toBe(201)
    expect(await (await readProfile(made.key)).json()).toMatchObject({ name: 'Byron & Daughter' })
    expect((await browser.get('/keys')).text).not.toContain(made.key)
    const row = await onlyRow(merchant)
    expect(row).toMatchObject({ mode: 'test', scopes: ['read'], createdBy: { type: 'person' } })
  })

  it('makes one key when it is sent again', async () => {
    const { browser, merchant } = await ownerOf(world, 'again@keys.example')
    const id = newId('key')
    expect((await makeKey(browser, { id })).status).toBe(201)
    const again = await makeKey(browser, { id })
    expect([again.status, again.key]).toEqual([409, ''])
    await onlyRow(merchant)
  })

  it('answers 422 without a name, a scope or a known mode', async () => {
    const { browser, merchant } = await ownerOf(world, 'wrong@keys.example')
    for (const fields of [{ name: '' }, { scope_read: 'no' }, { mode: 'both' }]) {
      expect([fields, (await makeKey(browser, fields)).status]).toEqual([fields, 422])
    }
    expect(await world.em.fork().count(ApiKeyRow, { merchantId: merchant })).toBe(0)
  })

  it('rotates and revokes keys of its merchant only', async () => {
    const { browser, merchant } = await ownerOf(world, 'rotor@keys.example')
    const { browser: stranger } = await ownerOf(world, 'stranger@keys.example')
    const { key } = await makeKey(browser)
    const { id } = await onlyRow(merchant)
    for (const action of ['rotate', 'revoke']) {
      expect((await stranger.post(`/keys/${id}/${action}`)).status).toBe(404)
    }
    const rotated = KEY.exec((await browser.post(`/keys/${id}/rotate`)).text)?.[0] ?? ''
    expect([(await readProfile(key)).status, (await readProfile(rotated)).status]).toEqual([200, 200])
    expect((await browser.post(`/keys/${id}/rotate`)).status).toBe(409)
    expect((await browser.post(`/keys/${id}/revoke`)).location).toBe('/keys')
    expect([(await readProfile(key)).status, (await readProfile(rotated)).status]).toEqual([401, 200])
  })

  it('is closed to a member, and to a form of another merchant', async () => {
    const { browser, merchant } = await ownerOf(world, 'boss@keys.example')
    const member = await signedIn(world, 'member@keys.example')
    await world.em.fork().execute(
      `insert into auth_member (id, organization_id, user_id, role, created_at)
       select ?, ?, id, 'member', now() from auth_user where email = 'member@keys.example'`,
      [newId('mem'), merchant],
    )
    expect((await member.post('/account/merchants/choose', { merchant })).location).toBe('/dashboard')
    expect([(await member.get('/keys')).status, (await makeKey(member)).status]).toEqual([403, 403])
    expect((await makeKey(browser, { merchant: newId('mer') })).status).toBe(409)
  })
})
