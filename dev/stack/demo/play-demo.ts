import { setTimeout as wait } from 'node:timers/promises'
import type { StackFile } from '../file.ts'

export interface DemoStep {
  what: string
  detail: string
  where: string
}

export async function playDemo(
  { api, api_key: key, inbox, bank, temporal_ui: ui, temporal_namespace: namespace }: StackFile,
  report: (step: DemoStep) => void,
): Promise<void> {
  const say = (what: string, detail: string, where: string) => report({ what, detail, where })
  const email = `sam.${Date.now()}@customer.example`
  const created = await json(`${api}/v1/invoices`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      customer: { name: 'Sam Rivers', email },
      currency: 'GBP',
      due_date: new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10),
      description: 'Website refresh',
      amount: 48_000,
      send: 'now',
    }),
  })
  const id = String(created['id'])
  say(
    'created',
    `${String(created['number'])} over 480.00 GBP`,
    `${ui}/namespaces/${namespace}/workflows/invoice-${id}`,
  )

  const mail = await mailTo(email, 'Payment Required')
  say('e-mailed', mail.subject, `${inbox}/${mail.id}`)
  const link = /Payment link: (\S+)/.exec(mail.text)?.[1]
  if (!link) throw new Error('the e-mail has no payment link')

  const page = await (await fetch(link)).text()
  if (!page.includes('480.00 GBP')) throw new Error('the payment page does not show the amount')
  await fetch(`${link}/viewed`, { method: 'POST' })
  await until(async () => (await read())['viewed_at'] !== null)
  say('opened', 'the customer has seen it', link)

  const [, bankId, bankName] =
    /<button name="bank" value="([^"]+)"(?![^>]* disabled).*?<span class="name">([^<]+)</s.exec(page) ?? []
  if (!bankId) throw new Error('the payment page lists no bank')
  const pressed = await fetch(`${link}/pay`, {
    method: 'POST',
    body: new URLSearchParams({ bank: bankId }),
    redirect: 'manual',
  })
  const bankPage = pressed.headers.get('location') ?? ''
  if (!bankPage.startsWith(bank))
    throw new Error(`pressing Pay led to ${bankPage || `status ${pressed.status}`}`)
  say('bank chosen', String(bankName).replaceAll('&amp;', '&'), bankPage)

  const decision = bankPage.replace('?key=', '/decision?key=')
  const approved = await fetch(decision, {
    method: 'POST',
    body: new URLSearchParams({ decision: 'authorise', account: 'current' }),
    redirect: 'manual',
  })
  const back = approved.headers.get('location') ?? ''
  if (approved.status !== 303) throw new Error('the bank refused the approval')
  say('authorised', 'in the banking app', back)

  await until(async () => (await read())['status'] === 'paid')
  say('paid', 'settled at the bank', link)
  const receipt = await mailTo(email, 'Receipt')
  say('receipted', receipt.subject, `${inbox}/${receipt.id}`)
  say('all of it', 'the timeline', `${api}/v1/invoices/${id}/events`)

  function read() {
    return json(`${api}/v1/invoices/${id}`, { headers: { authorization: `Bearer ${key}` } })
  }

  async function mailTo(address: string, subject: string): Promise<Mail> {
    let found: Mail | undefined
    await until(async () => {
      const mails = (await (await fetch(`${inbox}.json?to=${encodeURIComponent(address)}`)).json()) as Mail[]
      found = mails.find((one) => one.subject.includes(subject))
      return found !== undefined
    })
    return found as Mail
  }
}

interface Mail {
  id: string
  subject: string
  text: string
}

async function json(url: string, init: RequestInit): Promise<Record<string, unknown>> {
  const response = await fetch(url, init)
  const body = (await response.json()) as Record<string, unknown>
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${JSON.stringify(body)}`)
  return body
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await wait(100)
}
