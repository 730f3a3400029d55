import { randomUUID } from 'node:crypto'
import type { Server } from './dialects.ts'
import { buttonValues, type Form, open, post, postForms } from './pages.ts'

const DUE_IN_MS = 14 * 86_400_000

export interface NewInvoice {
  email: string
  body: string
}

export function newInvoice({ dialect }: Server): NewInvoice {
  const email = `sam.${randomUUID()}@customer.example`
  const due = new Date(Date.now() + DUE_IN_MS).toISOString().slice(0, 10)
  return { email, body: JSON.stringify(dialect.create.body({ email, due })) }
}

export async function callApi(
  { api, key }: Pick<Server, 'api' | 'key'>,
  path: string,
  body?: string,
  method = body === undefined ? 'GET' : 'POST',
): Promise<unknown> {
  const response = await fetch(`${api}${path}`, {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    method,
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} answers ${response.status}: ${text}`)
  return JSON.parse(text)
}

export async function mailsTo({ dialect, inbox }: Server, address: string): Promise<unknown[]> {
  return JSON.parse(await open(dialect.mails(inbox, address))) as unknown[]
}

export function payForm(page: string, address: string): Form {
  const form = required(postForms(page, address)[0], 'the payment page has no form')
  for (const [name, value] of form.fields) {
    if (value === '') form.fields.set(name, required(buttonValues(page, name)[0], `no ${name} is offered`))
  }
  return form
}

export async function consentForm(address: string): Promise<Form> {
  const login = required(postForms(await open(address), address)[0], 'the bank has no log-in')
  const response = await fetch(login.action, { method: 'POST', body: new URLSearchParams([...login.fields]) })
  const form = postForms(await response.text(), response.url)[0]
  return required(form, 'the bank has no consent form')
}

export async function sendForm({ action, fields }: Form): Promise<Response> {
  const response = await post(action, fields)
  await response.body?.cancel()
  return response
}

export function locationOf(response: Response, base: string, step: string): string {
  const location = response.headers.get('location')
  return new URL(required(location, `${step} answers ${response.status}`), base).href
}

function required<T>(value: T | null | undefined, otherwise: string): T {
  if (value === undefined || value === null) throw new Error(otherwise)
  return value
}
