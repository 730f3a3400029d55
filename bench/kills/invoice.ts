import { randomUUID } from 'node:crypto'
import { at, type Server } from '../lives/dialects.ts'
import { post, postForms } from '../lives/pages.ts'
import { consentForm, locationOf, mailsTo, newInvoice, payForm } from '../lives/steps.ts'

/** Amounts are in minor units. */
export interface InvoiceJson {
  id: string
  status: string
  amount: number
  amount_due: number
  amount_paid: number
  link: { url: string } | null
  payments: { id: string; status: string; amount: number }[]
}

export interface Answer {
  isDone: boolean
  status: string
}

export interface PlayedInvoice {
  readonly email: string
  readonly id: string | undefined
  create(): Promise<Answer>
  read(): Promise<InvoiceJson>
  openPage(): Promise<Answer>
  view(): Promise<Answer>
  press(): Promise<Answer>
  approve(): Promise<Answer>
  subjects(): Promise<string[]>
  advance(): Promise<boolean>
  lastStep(): string
}

const ANSWER_MS = 40_000
const PATIENCE_MS = 30_000

export function playInvoice(server: Server): PlayedInvoice {
  const { api, key, dialect } = server
  const { email, body } = newInvoice(server)
  const idempotencyKey = randomUUID()
  let id: string | undefined
  let payUrl: string | undefined
  let bankUrl: string | undefined
  let returnUrl: string | undefined
  let approvedAt = Number.NEGATIVE_INFINITY
  let lastStep = 'nothing was done'

  return {
    email,
    get id() {
      return id
    },
    create,
    read,
    openPage,
    view: () => answerOf(async () => ({ response: await post(dialect.beacon(linkOf())), isDone: true })),
    press,
    approve,
    subjects,
    advance,
    lastStep: () => lastStep,
  }

  async function create(): Promise<Answer> {
    return answerOf(async () => {
      const response = await fetch(`${api}${dialect.create.path}`, {
        method: 'POST',
        headers: { ...authorised(), 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
        body,
        signal: AbortSignal.timeout(ANSWER_MS),
      })
      const json: unknown = await response.json()
      if (response.status !== 201) return { response }
      const invoice = json as InvoiceJson
      id = invoice.id
      payUrl = invoice.link?.url
      return { response, isDone: true, ...(invoice.status === 'draft' ? { note: 'draft' } : {}) }
    })
  }

  async function read(): Promise<InvoiceJson> {
    const signal = AbortSignal.timeout(ANSWER_MS)
    const response = await fetch(`${api}${dialect.read(id ?? '')}`, { headers: authorised(), signal })
    const text = await response.text()
    if (!response.ok) throw new Error(String(response.status))
    return JSON.parse(text) as InvoiceJson
  }

  async function openPage(): Promise<Answer> {
    return answerOf(async () => {
      const response = await fetch(linkOf(), { signal: AbortSignal.timeout(ANSWER_MS) })
      return { response, isDone: response.ok }
    })
  }

  async function press(): Promise<Answer> {
    return answerOf(async () => {
      const signal = AbortSignal.timeout(ANSWER_MS)
      const response = await fetch(linkOf(), { signal })
      const page = await response.text()
      if (!response.ok) return { response, note: 'for the page' }
      const known = /href="([^"]*\/authorize\/[^"]*)"/.exec(page)?.[1]
      if (known !== undefined) {
        bankUrl = known.replaceAll('&amp;', '&')
        return { response, isDone: true, note: 'with the bank' }
      }
      if (postForms(page, linkOf()).length === 0) return { response, note: 'without Pay' }
      const { action, fields } = payForm(page, linkOf())
      const pressed = await post(action, fields)
      await pressed.body?.cancel()
      const location = pressed.headers.get('location')
      if (location === null) return { response: pressed }
      const target = new URL(location, action).href
      if (target.startsWith(api)) return { response: pressed, note: 'back' }
      bankUrl = target
      return { response: pressed, isDone: true }
    })
  }

  async function approve(): Promise<Answer> {
    return answerOf(async () => {
      if (bankUrl === undefined) throw new Error('no bank is open')
      const { action, fields } = await consentForm(bankUrl)
      const approved = await post(action, fields.set(dialect.approve.name, dialect.approve.value))
      await approved.body?.cancel()
      returnUrl = locationOf(approved, bankUrl, 'approving')
      bankUrl = undefined
      approvedAt = performance.now()
      return comeBack(returnUrl)
    })
  }

  async function comeBack(address: string) {
    const response = await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS) })
    if (response.ok) returnUrl = undefined
    return { response, isDone: response.ok }
  }

  async function subjects(): Promise<string[]> {
    return (await mailsTo(server, email)).map((mail) => String(at(mail, 'subject')))
  }

  async function advance(): Promise<boolean> {
    try {
      return await takeStep()
    } catch (error) {
      lastStep = `${lastStep}: ${error instanceof Error ? error.message : String(error)}`
      return false
    }
  }

  async function takeStep(): Promise<boolean> {
    if (id === undefined) return repeat('creating', create)
    lastStep = 'reading'
    const invoice = await read()
    payUrl = invoice.link?.url
    lastStep = `the invoice is ${invoice.status}`
    if (payUrl === undefined) return false
    const mails = await subjects()
    if (mails.length === 0) lastStep += ', without an e-mail'
    if (invoice.status === 'paid') {
      if (mails.length < 2) lastStep += ', without a receipt'
      return mails.length >= 2
    }
    if (mails.length === 0) return false
    const open = returnUrl
    if (open !== undefined) return repeat('returning from the bank', () => answerOf(() => comeBack(open)))
    if (performance.now() - approvedAt < PATIENCE_MS) {
      lastStep += ' after the approval'
      return false
    }
    return bankUrl === undefined ? repeat('pressing Pay', press) : repeat('approving', approve)
  }

  async function repeat(step: string, work: () => Promise<Answer>): Promise<false> {
    const { status } = await work()
    lastStep = `${step}: ${status}`
    return false
  }

  function linkOf(): string {
    if (payUrl === undefined) throw new Error('the invoice has no link')
    return payUrl
  }

  function authorised() {
    return { authorization: `Bearer ${key}` }
  }
}

interface Outcome {
  response: Response
  isDone?: boolean
  note?: string
}

async function answerOf(work: () => Promise<Outcome>): Promise<Answer> {
  try {
    const { response, isDone = false, note } = await work()
    if (!response.bodyUsed) await response.body?.cancel()
    return { isDone, status: note === undefined ? String(response.status) : `${response.status} ${note}` }
  } catch (error) {
    // Fetch throws a TypeError for a network error:
    // https://developer.mozilla.org/en-US/docs/Web/API/Window/fetch#exceptions
    if (error instanceof TypeError) return { isDone: false, status: 'no answer' }
    return { isDone: false, status: error instanceof Error ? error.message : String(error) }
  }
}
