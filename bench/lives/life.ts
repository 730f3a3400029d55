import { setTimeout as wait } from 'node:timers/promises'
import { at, type Server } from './dialects.ts'
import { open, post } from './pages.ts'
import { callApi, consentForm, locationOf, mailsTo, newInvoice, payForm, sendForm } from './steps.ts'
import { until } from './until.ts'

/** Durations are in milliseconds. */
export interface Life {
  id: string
  approvalUrl: string
  create: number
  press: number
  paid: number
}

const NOT_PAID_BEFORE_MS = 500

export async function playLife(server: Server): Promise<Life> {
  const { dialect } = server
  const { email, body } = newInvoice(server)
  const [create, invoice] = await timed(() => callApi(server, dialect.create.path, body))
  const id = String(at(invoice, dialect.invoice.id))
  const payUrl = String(at(invoice, dialect.invoice.url))
  await until('the e-mail', async () =>
    (await mailsTo(server, email)).some((mail) => String(at(mail, dialect.text)).includes(payUrl)),
  )

  const page = await open(payUrl)
  const seen = await post(dialect.beacon(payUrl))
  if (!seen.ok) throw new Error(`the beacon answers ${seen.status}`)
  const [press, pressed] = await timed(() => sendForm(payForm(page, payUrl)))
  const approvalUrl = locationOf(pressed, payUrl, 'pressing Pay')
  if (approvalUrl.startsWith(server.api)) throw new Error(`pressing Pay leads back to ${approvalUrl}`)

  const consent = await consentForm(approvalUrl)
  const { name, value } = dialect.approve
  const [paid] = await timed(async () => {
    const approved = await sendForm({ ...consent, fields: consent.fields.set(name, value) })
    await Promise.all([open(locationOf(approved, approvalUrl, 'approving')), untilPaid()])
  })
  await until('the receipt', async () => (await mailsTo(server, email)).length > 1)
  return { id, approvalUrl, create, press, paid }

  async function untilPaid() {
    await wait(NOT_PAID_BEFORE_MS)
    await until('the payment', async () => {
      const read = await callApi(server, dialect.read(id))
      return at(read, dialect.invoice.status) === 'paid'
    })
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const begun = performance.now()
  const result = await work()
  return [performance.now() - begun, result]
}
