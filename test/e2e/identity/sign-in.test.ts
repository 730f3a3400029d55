import { afterEach, describe, expect, it } from 'vitest'
import {
  type Browser,
  confirm,
  linkInMail,
  openBrowser,
  PASSWORD,
  signedIn,
  signIn,
  signUp,
} from '../../clients/identity-client.ts'
import { inboxFor } from '../../clients/client.ts'
import { totp } from '../../support/totp.ts'
import { sendAccountMailsOf } from '../../support/run-sweep.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()
afterEach(() => world.em.fork().execute('delete from rate_limit'))

async function turnTwoFactorOn(browser: Browser): Promise<{ uri: string; recoveryCodes: string[] }> {
  const { text } = await browser.post('/account/two-factor', { password: PASSWORD })
  const uri = /href="(otpauth:[^"]+)"/.exec(text)?.[1] ?? ''
  const recoveryCodes = [...text.matchAll(/<code>([A-Za-z0-9]{5}-[A-Za-z0-9]{5})<\/code>/g)].map(String)
  const { location } = await browser.post('/account/two-factor/confirm', { code: totp(uri, -1) })
  expect(location).toBe('/account/two-factor')
  return { uri, recoveryCodes: recoveryCodes.map((match) => match.split(',')[1] ?? '') }
}

describe('a person', () => {
  it('signs up, confirms the address, signs in, sets up two-factor sign-in, and signs out', async () => {
    const email = 'life@people.example'
    const browser = openBrowser(world)
    expect((await browser.get('/sign-up')).text).toContain('autocomplete="new-password"')
    const sent = await browser.post('/sign-up', { name: 'Ada Byron', email, password: PASSWORD })
    expect([sent.status, sent.text]).toEqual([200, expect.stringContaining('Send it again')])
    const early = await signIn(browser, email)
    expect([early.status, early.text]).toEqual([403, expect.stringContaining('Confirm your address first')])

    const link = await linkInMail(world, email, 'Confirm')
    expect((await browser.get(link)).text).toContain('Confirm the address</button>')
    expect((await signIn(browser, email)).status).toBe(403)
    expect((await confirm(world, browser, email)).location).toBe('/sign-in?confirmed=yes')
    const isIn = await signIn(browser, email)
    expect([isIn.status, isIn.location]).toEqual([303, '/dashboard'])
    expect((await browser.get('/account')).text).toContain(email)

    const { uri, recoveryCodes } = await turnTwoFactorOn(browser)
    expect(recoveryCodes).toHaveLength(10)
    expect((await browser.get('/account')).text).toContain('<dd>on</dd>')

    const phone = openBrowser(world)
    expect((await signIn(phone, email)).location).toBe('/sign-in/two-factor?next=%2Fdashboard')
    expect((await phone.get('/account')).location).toMatch(/^\/sign-in\?/)
    const wrong = await phone.post('/sign-in/two-factor', { code: '000000' })
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('is not right')])
    const code = totp(uri)
    expect((await phone.post('/sign-in/two-factor', { code })).location).toBe('/dashboard')
    expect((await phone.get('/account')).status).toBe(200)

    expect((await phone.post('/sign-out')).location).toBe('/sign-in?out=yes')
    expect((await phone.get('/account')).location).toMatch(/^\/sign-in\?/)
    expect((await browser.get('/account')).status).toBe(200)
  })

  it('can use a code once, also in two tries at once, and a recovery code once', async () => {
    const email = 'once@people.example'
    const { uri, recoveryCodes } = await turnTwoFactorOn(await signedIn(world, email))
    const code = totp(uri)
    const tries = await Promise.all(
      [1, 2, 3].map(async () => {
        const browser = openBrowser(world)
        await signIn(browser, email)
        const { status } = await browser.post('/sign-in/two-factor', { code })
        return [status, (await browser.get('/account')).status]
      }),
    )
    expect(tries.toSorted(([a = 0], [b = 0]) => a - b)).toEqual([
      [303, 200],
      [422, 303],
      [422, 303],
    ])
    const sessions = await world.em
      .fork()
      .execute<object[]>(
        'select from auth_session s join auth_user u on u.id = s.user_id where u.email = ?',
        [email],
      )
    expect(sessions).toHaveLength(2)

    const recovery = { recovery_code: recoveryCodes[0] ?? '' }
    const lost = openBrowser(world)
    await signIn(lost, email)
    expect((await lost.post('/sign-in/two-factor', recovery)).location).toBe('/dashboard')
    const again = openBrowser(world)
    await signIn(again, email)
    expect((await again.post('/sign-in/two-factor', recovery)).status).toBe(422)
  })

  it('begins the sign-in again after five wrong codes', async () => {
    const email = 'guesses@people.example'
    const { uri } = await turnTwoFactorOn(await signedIn(world, email))
    const thief = openBrowser(world)
    await signIn(thief, email)
    for (let guess = 0; guess < 5; guess++) await thief.post('/sign-in/two-factor', { code: '000000' })
    const late = await thief.post('/sign-in/two-factor', { code: totp(uri) })
    expect([late.status, late.text]).toEqual([422, expect.stringContaining('Please begin again')])
    expect((await thief.get('/account')).status).toBe(303)
  })

  it('turns two-factor sign-in off with the password only', async () => {
    const email = 'off@people.example'
    const browser = await signedIn(world, email)
    await turnTwoFactorOn(browser)
    const change = (password: string, what: string) =>
      browser.post('/account/two-factor/change', { password, change: what })
    expect((await change('a wrong pass phrase', 'off')).status).toBe(422)
    expect((await change(PASSWORD, 'recovery_codes')).text).toContain('Keep these codes')
    expect((await change(PASSWORD, 'off')).location).toBe('/account/two-factor')
    expect((await signIn(openBrowser(world), email)).location).toBe('/dashboard')
  })

  it('chooses a new password by mail, which signs out all devices and confirms the address', async () => {
    const email = 'forgot@people.example'
    const old = await signedIn(world, email)
    const browser = openBrowser(world)
    expect((await browser.post('/password', { email })).text).toContain('Check your mail')
    const link = await linkInMail(world, email, 'Choose a new password')
    expect((await browser.get(link)).status).toBe(200)
    expect((await old.get('/account')).status).toBe(200)
    const token = new URL(link, world.publicUrl).searchParams.get('token') ?? ''
    const saved = await browser.post('/password/new', { token, password: 'another pass phrase' })
    expect(saved.location).toBe('/sign-in?changed=yes')
    expect((await old.get('/account')).status).toBe(303)
    expect((await signIn(browser, email)).status).toBe(422)
    expect((await signIn(browser, email, 'another pass phrase')).location).toBe('/dashboard')
    expect((await browser.post('/password/new', { token, password: 'a third pass phrase' })).status).toBe(410)
    await linkInMail(world, email, 'Your password was changed')
  })

  it('signs out one other device, and all devices', async () => {
    const email = 'devices@people.example'
    const laptop = await signedIn(world, email)
    const phone = openBrowser(world)
    await signIn(phone, email)
    const { text } = await laptop.get('/account/sessions')
    const ids = [...text.matchAll(/\/account\/sessions\/(ses_\w+)\/end/g)].map(([, id]) => id)
    expect(ids).toHaveLength(2)
    expect(text).not.toContain(decodeURIComponent(phone.jar.get('duewell.session_token') ?? '').split('.')[0])
    const stranger = await signedIn(world, 'stranger@people.example')
    await stranger.post(`/account/sessions/${ids[0]}/end`)
    expect((await phone.get('/account')).status).toBe(200)
    await laptop.post(`/account/sessions/${ids[0]}/end`)
    expect((await phone.get('/account')).status).toBe(303)
    await signIn(phone, email)
    expect((await laptop.post('/sign-out', { everywhere: 'yes' })).location).toBe('/sign-in?out=yes')
    expect((await phone.get('/account')).status).toBe(303)
    expect((await laptop.get('/account')).status).toBe(303)
  })
})

describe('a sign-up', () => {
  it('shows the same page for an address that has an account, and the owner gets a mail', async () => {
    const email = 'twice@people.example'
    await signUp(world, email)
    const browser = openBrowser(world)
    const again = await browser.post('/sign-up', { name: 'Eve', email, password: 'the pass phrase of Eve' })
    expect([again.status, again.text]).toEqual([200, expect.stringContaining('Check your mail')])
    await linkInMail(world, email, 'You have an account already')
    expect((await signIn(browser, email, 'the pass phrase of Eve')).status).toBe(422)
  })

  it('counts only with the password of the last sign-up when the address was not confirmed', async () => {
    const email = 'taken@people.example'
    const thief = openBrowser(world)
    await thief.post('/sign-up', { name: 'Eve', email, password: 'the pass phrase of Eve' })
    const stale = await linkInMail(world, email, 'Confirm')
    await openBrowser(world).post('/sign-up', { name: 'Ada', email, password: PASSWORD })
    await linkInMail(world, email, 'Confirm', 2)
    const browser = openBrowser(world)
    const token = new URL(stale, world.publicUrl).searchParams.get('token') ?? ''
    expect((await browser.post('/confirm', { token })).status).toBe(410)
    await confirm(world, browser, email)
    expect((await signIn(thief, email, 'the pass phrase of Eve')).status).toBe(422)
    expect((await signIn(browser, email)).location).toBe('/dashboard')
  })

  it('makes one account of three sign-ups at once', async () => {
    const email = 'together@people.example'
    const answers = await Promise.all(
      [1, 2, 3].map(() => openBrowser(world).post('/sign-up', { name: 'Ada', email, password: PASSWORD })),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const rows = await world.em.fork().execute<object[]>('select from auth_user where email = ?', [email])
    expect(rows).toHaveLength(1)
  })

  it('sends no mail again for an address without an account, and says the same', async () => {
    const email = 'unknown@people.example'
    const browser = openBrowser(world)
    expect((await browser.post('/confirm/again', { email })).text).toContain('Check your mail')
    expect((await browser.post('/password', { email })).text).toContain('Check your mail')
    await sendAccountMailsOf(world)
    expect(await inboxFor(world, email)).toEqual([])
  })

  it('names the fields that are wrong, and keeps what was entered', async () => {
    const { status, text } = await openBrowser(world).post('/sign-up', {
      name: '<b>Ada</b>',
      email: 'no address',
      password: 'short',
    })
    expect(status).toBe(422)
    expect(text).toContain('value="&lt;b&gt;Ada&lt;/b&gt;"')
    expect(text).toContain('This must be an e-mail address.')
    expect(text).toContain('This must have at least 12 characters.')
    expect(text).not.toContain('value="short"')
  })
})

it('keeps neither a link nor its token in the database in clear', async () => {
  const email = 'sealed@people.example'
  const browser = await signUp(world, email)
  await browser.post('/password', { email })
  const [waiting] = await world.em
    .fork()
    .execute<{ sealed: string }[]>(
      'select sealed from account_mail where recipient = ? and done_at is null',
      [email],
    )
  expect(waiting?.sealed).toMatch(/^[\w-]{100,}$/)
  const link = await linkInMail(world, email, 'Choose a new password')
  const token = new URL(link, world.publicUrl).searchParams.get('token') ?? ''
  const rows = await world.em
    .fork()
    .execute<object[]>(
      `select identifier as text from auth_verification union all select coalesce(sealed, '') from account_mail`,
    )
  expect(JSON.stringify(rows)).not.toContain(token)
})
