import { newId } from '../../db/ids.ts'
import type { Role } from '../../domain/identity/roles.ts'
import type { World } from '../support/harness.ts'
import { sendAccountMailsOf } from '../support/run-sweep.ts'
import { waitFor } from '../support/wait.ts'
import { inboxFor } from './client.ts'

export interface Page {
  status: number
  location: string
  text: string
  headers: Headers
  cookies: string[]
}

export type Browser = ReturnType<typeof openBrowser>

export const PASSWORD = 'a long pass phrase'

export function openBrowser({ publicUrl }: World) {
  const jar = new Map<string, string>()

  async function request(path: string, init: RequestInit = {}): Promise<Page> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(path, publicUrl), {
      redirect: 'manual',
      ...init,
      headers: { cookie, 'user-agent': 'test browser', ...(init.headers as Record<string, string>) },
    })
    const cookies = response.headers.getSetCookie()
    for (const line of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /max-age=0/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    const { status, headers } = response
    const location = headers.get('location') ?? ''
    return { status, location, text: await response.text(), headers, cookies }
  }

  return {
    jar,
    get: (path: string) => request(path),
    post: (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
      request(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { origin: publicUrl, ...headers },
      }),
    /** Sends a form with a file. */
    upload: (path: string, form: FormData, headers: Record<string, string> = {}) =>
      request(path, { method: 'POST', body: form, headers: { origin: publicUrl, ...headers } }),
  }
}

export async function linkInMail(world: World, email: string, subject: string, count = 1): Promise<string> {
  const mails = await waitFor(async () => {
    await sendAccountMailsOf(world)
    const found = (await inboxFor(world, email)).filter((mail) => mail.subject.includes(subject))
    return found.length >= count && found
  })
  const links = mails.map(({ text }) => /https?:\/\/\S+/.exec(text)?.[0] ?? '')
  const url = new URL(links[0] ?? '')
  return url.pathname + url.search
}

export async function signUp(world: World, email: string, password = PASSWORD): Promise<Browser> {
  const browser = openBrowser(world)
  const { status } = await browser.post('/sign-up', { name: 'Ada Byron', email, password })
  if (status !== 200) throw new Error(`sign-up answers ${status}`)
  await confirm(world, browser, email)
  return browser
}

export async function confirm(world: World, browser: Browser, email: string): Promise<Page> {
  const link = new URL(await linkInMail(world, email, 'Confirm'), world.publicUrl)
  return browser.post('/confirm', { token: link.searchParams.get('token') ?? '' })
}

export function signIn(browser: Browser, email: string, password = PASSWORD): Promise<Page> {
  return browser.post('/sign-in', { email, password })
}

export async function signedIn(world: World, email: string): Promise<Browser> {
  const browser = await signUp(world, email)
  const { status, location } = await signIn(browser, email)
  if (status !== 303 || location !== '/dashboard') throw new Error(`sign-in answers ${status}`)
  return browser
}

/** Signs in a new person who belongs to the merchant of the world. */
export async function memberOf(world: World, email: string, role: Role): Promise<Browser> {
  const browser = await signUp(world, email)
  await world.em.fork().execute(
    `insert into auth_member (id, organization_id, user_id, role, created_at)
     select ?, ?, id, ?, now() from auth_user where email = ?`,
    [newId('mem'), world.merchantId, role, email],
  )
  await signIn(browser, email)
  return browser
}

export async function ownerOf(world: World, email: string): Promise<{ browser: Browser; merchant: string }> {
  const browser = await signedIn(world, email)
  const made = await browser.post('/account/merchants', {
    name: 'Byron & Daughter',
    email: 'accounts@byron.example',
    time_zone: 'Europe/London',
  })
  if (made.location !== '/dashboard') throw new Error(`the merchant is refused: ${made.status}`)
  const { text } = await browser.get('/team')
  return { browser, merchant: /name="merchant" value="([^"]+)"/.exec(text)?.[1] ?? '' }
}
