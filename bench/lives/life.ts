import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { at, type Server } from './dialects.ts'
import { buttonValues, type Form, open, post, postForms } from './pages.ts'

/** A paid invoice. Durations are in milliseconds. */
export interface Life {
  id: string
  /** From the request that creates and sends the invoice to its answer. */
  create: number
  /** From Pay to the answer with the bank's address. */
  press: number
  /** From the approval at the bank to the status `paid`. */
  paid: number
}

const POLL_MS = 50
/** Milliseconds before the first poll. The sandbox bank settles at least 550 ms after the approval. */
const NOT_PAID_BEFORE_MS = 500
const LIMIT_MS = 60_000
const DUE_IN_MS = 14 * 86_400_000

/**
 * Plays merchant, customer and bank for one invoice, from creation to receipt.
 *
 * @throws Error at the first step with an unexpected result
 */
export async function playLife(server: Server): Promise<Life> {
  const { dialect } = server
  const email = `sam.${randomUUID()}@customer.example`
  const due = new Date(Date.now() + DUE_IN_MS).toISOString().slice(0, 10)
  const body = JSON.stringify(dialect.create.body({ email, due }))
  const [create, invoice] = await timed(() => callApi(server, dialect.create.path, body))
  const id = String(at(invoice, dialect.invoice.id))
  const payUrl = String(at(invoice, dialect.invoice.url))
  await until('the e-mail', async () =>
    (await mailsTo(email)).some((mail) => String(at(mail, dialect.text)).includes(payUrl)),
  )

  const page = await open(payUrl)
  const seen = await post(dialect.beacon(payUrl))
  if (!seen.ok) throw new Error(`the beacon answers ${seen.status}`)
  const [press, pressed] = await timed(() => sendForm(payForm(page, payUrl)))
  const bank = locationOf(pressed, payUrl, 'pressing Pay')
  if (bank.startsWith(server.api)) throw new Error(`pressing Pay leads back to ${bank}`)

  const consent = await consentForm(bank)
  const { name, value } = dialect.approve
  const [paid] = await timed(async () => {
    const approved = await sendForm({ ...consent, fields: consent.fields.set(name, value) })
    await Promise.all([open(locationOf(approved, bank, 'approving')), untilPaid()])
  })
  await until('the receipt', async () => (await mailsTo(email)).length > 1)
  return { id, create, press, paid }

  async function untilPaid() {
    await wait(NOT_PAID_BEFORE_MS)
    await until('the payment', async () => {
      const read = await callApi(server, dialect.read(id))
      return at(read, dialect.invoice.status) === 'paid'
    })
  }

  async function mailsTo(address: string): Promise<unknown[]> {
    return JSON.parse(await open(dialect.mails(server.inbox, address))) as unknown[]
  }
}

/**
 * Calls the merchant's API: POST with a body, GET without.
 *
 * @throws Error if the answer is not a success
 */
export async function callApi({ api, key }: Server, path: string, body?: string): Promise<unknown> {
  const response = await fetch(`${api}${path}`, {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} answers ${response.status}: ${text}`)
  return JSON.parse(text)
}

/**
 * Returns the form of Pay. An empty field gets the value of the first button with its name.
 *
 * @throws Error if the page has no form or no such button
 */
function payForm(page: string, address: string): Form {
  const form = required(postForms(page, address)[0], 'the payment page has no form')
  for (const [name, value] of form.fields) {
    if (value === '') form.fields.set(name, required(buttonValues(page, name)[0], `no ${name} is offered`))
  }
  return form
}

/**
 * Submits the log-in form of the bank's page and returns the consent form.
 *
 * @throws Error if the bank's page has no form
 */
async function consentForm(address: string): Promise<Form> {
  const login = required(postForms(await open(address), address)[0], 'the bank has no log-in')
  const response = await fetch(login.action, { method: 'POST', body: new URLSearchParams([...login.fields]) })
  const form = postForms(await response.text(), response.url)[0]
  return required(form, 'the bank has no consent form')
}

async function sendForm({ action, fields }: Form): Promise<Response> {
  const response = await post(action, fields)
  await response.body?.cancel()
  return response
}

function locationOf(response: Response, base: string, step: string): string {
  const location = response.headers.get('location')
  return new URL(required(location, `${step} answers ${response.status}`), base).href
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const begun = performance.now()
  const result = await work()
  return [performance.now() - begun, result]
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + LIMIT_MS
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${what} did not come within ${LIMIT_MS / 1_000} s`)
    await wait(POLL_MS)
  }
}

function required<T>(value: T | null | undefined, otherwise: string): T {
  if (value === undefined || value === null) throw new Error(otherwise)
  return value
}
