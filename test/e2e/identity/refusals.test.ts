import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  linkInMail,
  openBrowser,
  ownerOf,
  PASSWORD,
  signedIn,
  signIn,
  signUp,
} from '../../clients/identity-client.ts'
import { type DatabaseProxy, startDatabaseProxy } from '../../support/database-proxy.ts'
import type { World } from '../../support/harness.ts'
import { createTestWorld } from '../../support/test-harness.ts'
import { waitFor } from '../../support/wait.ts'

let world: World
let proxy: DatabaseProxy
beforeAll(async () => {
  world = await createTestWorld({
    reachDatabase: async (url) => {
      proxy = await startDatabaseProxy(url)
      return proxy.url
    },
  })
})
afterEach(async () => {
  proxy.mend()
  await forgetTries()
})
afterAll(async () => {
  await world?.close()
  await proxy?.close()
})

/** The pool can give out a connection that the proxy has cut. */
const ask = <T extends object[]>(sql: string, values: unknown[] = []) =>
  waitFor(() =>
    world.em
      .fork()
      .execute<T>(sql, values)
      .catch(() => undefined),
  )
const forgetTries = () => ask('delete from rate_limit')
const mailsTo = async (email: string) =>
  (await ask<object[]>('select from account_mail where recipient = ?', [email])).length
const change = (sql: string, values: unknown[]) => world.em.fork().execute(sql, values)

describe('an expiry', () => {
  it('ends a session', async () => {
    const email = 'session@expired.example'
    const browser = await signedIn(world, email)
    expect((await browser.get('/account')).status).toBe(200)
    await change(
      `update auth_session s set expires_at = now() - interval '1 second' from auth_user u
       where u.id = s.user_id and u.email = ?`,
      [email],
    )
    expect((await browser.get('/account')).location).toBe('/sign-in?next=%2Faccount')
    expect((await browser.post('/account/two-factor', { password: PASSWORD })).location).toBe('/sign-in')
  })

  it('refuses the link of a new password', async () => {
    const email = 'reset@expired.example'
    const browser = await signUp(world, email)
    await browser.post('/password', { email })
    const link = new URL(await linkInMail(world, email, 'Choose a new password'), world.publicUrl)
    await change("update auth_verification set expires_at = now() - interval '1 second'", [])
    const fields = { token: link.searchParams.get('token') ?? '', password: 'another pass phrase' }
    const { status, text } = await browser.post('/password/new', fields)
    expect([status, text]).toEqual([410, expect.stringContaining('Ask for a new link')])
    expect((await signIn(browser, email)).location).toBe('/dashboard')
  })

  it('refuses an invitation', async () => {
    const { browser: owner } = await ownerOf(world, 'host@expired.example')
    const email = 'guest@expired.example'
    const guest = await signedIn(world, email)
    await owner.post('/team/invitations', { email, role: 'member' })
    const link = await linkInMail(world, email, 'invites you')
    await change("update auth_invitation set expires_at = now() - interval '1 second' where email = ?", [
      email,
    ])
    expect((await guest.post(link)).status).toBe(410)
    expect((await guest.get(link)).status).toBe(410)
  })

  it('renews a session that was used after a day, with a new cookie', async () => {
    const email = 'renewal@expired.example'
    const browser = await signedIn(world, email)
    expect((await browser.get('/account')).cookies).toEqual([])
    await change(
      `update auth_session s set expires_at = now() + interval '5 days' from auth_user u
       where u.id = s.user_id and u.email = ?`,
      [email],
    )
    const { status, cookies } = await browser.get('/account')
    expect([status, cookies]).toEqual([200, [expect.stringMatching(/session_token=.*Max-Age=604800/)]])
    expect((await browser.get('/account')).cookies).toEqual([])
  })
})

describe('a session', () => {
  it('gets a new token at each sign-in, also when the browser has a cookie of another', async () => {
    const email = 'fixation@refused.example'
    const thief = await signedIn(world, 'thief@refused.example')
    const planted = thief.jar.get('duewell.session_token') ?? ''
    const victim = await signUp(world, email)
    victim.jar.set('duewell.session_token', planted)
    expect((await signIn(victim, email)).location).toBe('/dashboard')
    expect(victim.jar.get('duewell.session_token')).not.toBe(planted)
    expect((await thief.get('/account')).text).not.toContain(email)
    victim.jar.set('duewell.session_token', 'chosen.by.the.thief')
    await signIn(victim, email)
    expect(victim.jar.get('duewell.session_token')).not.toContain('chosen')
  })

  it('is refused with a token that is not signed by us', async () => {
    const browser = await signedIn(world, 'forged@refused.example')
    const [token = '', signature = ''] = decodeURIComponent(
      browser.jar.get('duewell.session_token') ?? '',
    ).split('.')
    const forged = `${token}.${signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`
    browser.jar.set('duewell.session_token', encodeURIComponent(forged))
    expect((await browser.get('/account')).status).toBe(303)
    browser.jar.set('duewell.session_token', '%')
    expect((await browser.get('/account')).status).toBe(303)
  })
})

describe('a form', () => {
  it('is refused from another site, or without an Origin', async () => {
    const browser = await signedIn(world, 'site@refused.example')
    for (const headers of [{ origin: 'https://evil.example' }, { origin: '' }]) {
      const { status } = await browser.post('/sign-out', {}, headers)
      expect(status).toBe(403)
    }
    const evil = { origin: 'https://evil.example' }
    expect((await openBrowser(world).post('/sign-in', { email: 'a@b.example' }, evil)).status).toBe(403)
    expect((await browser.get('/account')).status).toBe(200)
  })

  it('is a page with a strict policy that no cache keeps', async () => {
    for (const path of ['/sign-in', '/sign-up', '/password', '/account/nothing', '/sign-in/nothing']) {
      const { headers } = await openBrowser(world).get(path)
      expect(headers.get('content-security-policy') ?? "default-src 'none'").toContain("default-src 'none'")
      if (path.endsWith('nothing')) continue
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    }
    const { status, text } = await openBrowser(world).get('/sign-in/nothing')
    expect([status, text]).toEqual([404, expect.stringContaining('This page does not exist')])
  })

  it('is refused with 413 when it is too large', async () => {
    const { status } = await openBrowser(world).post('/sign-in', { email: 'x'.repeat(20_000) })
    expect(status).toBe(413)
  })
})

describe('too many tries', () => {
  it('refuses a password after ten wrong ones, even the right one, and says when to come back', async () => {
    const email = 'limit@refused.example'
    const browser = await signUp(world, email)
    for (let guess = 0; guess < 10; guess++) {
      expect((await signIn(browser, email, `guess number ${guess}`)).status).toBe(422)
    }
    const { status, headers } = await signIn(browser, email)
    expect(status).toBe(429)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await signIn(browser, 'someone@refused.example')).status).toBe(422)
  })

  it('sends at most five mails an hour to an address', async () => {
    const browser = openBrowser(world)
    const statuses: number[] = []
    for (let mail = 0; mail < 6; mail++) {
      statuses.push((await browser.post('/password', { email: 'mails@refused.example' })).status)
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  })
})

describe('while PostgreSQL is unavailable', () => {
  it('answers each page and form with 503, and keeps the session', async () => {
    const email = 'outage@refused.example'
    const { browser } = await ownerOf(world, email)
    const fresh = openBrowser(world)
    const cases = [
      () => browser.get('/account'),
      () => browser.get('/team'),
      () => browser.post('/sign-out'),
      () => browser.post('/sign-out', { everywhere: 'yes' }),
      () => browser.post('/account/two-factor', { password: PASSWORD }),
      () => browser.post('/team/leave'),
      () => signIn(fresh, email),
      () => fresh.post('/sign-up', { name: 'Ada', email: 'new@refused.example', password: PASSWORD }),
      () => fresh.post('/password', { email }),
      () => fresh.post('/confirm/again', { email }),
      () => fresh.get('/invitations/ivt_01h455vb4pex5vsknk084sn02q'),
    ]
    for (const request of cases) {
      proxy.cut()
      const { status, headers } = await request()
      expect([status, headers.get('retry-after'), request.toString()]).toEqual([503, '5', request.toString()])
    }
    proxy.mend()
    expect((await browser.get('/account')).status).toBe(200)
  })

  it('answers a sign-up and a sign-out that lose their connection with 503 or with success, never in between', async () => {
    const seen = new Set<string>()
    for (let packets = 0; packets < 60; packets++) {
      const browser = openBrowser(world)
      const email = `cut${packets}@refused.example`
      await forgetTries()
      proxy.cutAfter(packets)
      const { status } = await browser.post('/sign-up', { name: 'Ada', email, password: PASSWORD })
      const wasCut = proxy.mend()
      seen.add(String(status))
      const mails = await mailsTo(email)
      if (status === 200) expect(mails).toBe(1)
      if (!wasCut) break
    }
    expect([...seen].filter((status) => !['200', '503'].includes(status))).toEqual([])
    const email = 'leaving@refused.example'
    const browser = await signedIn(world, email)
    for (let packets = 0; packets < 40; packets++) {
      proxy.cutAfter(packets)
      const { status } = await browser.post('/sign-out')
      const wasCut = proxy.mend()
      const isIn = (await browser.get('/account')).status === 200
      expect([status, isIn]).toEqual(status === 303 ? [303, false] : [503, expect.any(Boolean)])
      if (!wasCut) break
      if (!isIn) await signIn(browser, email)
    }
  })
})
