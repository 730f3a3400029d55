import { describe, expect, it } from 'vitest'
import { RecurringTemplateRow } from '../../../db/entities/index.ts'
import { invoiceWorkflowId } from '../../../workflows/invoice/contract.ts'
import { recurringWorkflowId } from '../../../workflows/recurring/contract.ts'
import { authorise, call, control, createInvoice, mustCommand, pressPay } from '../../clients/client.ts'
import { everyText } from '../../replay/history.ts'
import {
  createRecurring,
  invoicesOf,
  mustSendRecurringCommand,
  recurringBody,
} from '../../clients/recurring-client.ts'
import { postJson } from '../../../sandbox/testing.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilInvoice, waitFor } from '../../support/wait.ts'

const world = useWorld()

const PERSONAL = {
  customer: {
    name: 'Wilhelmina Quillfeather',
    email: 'wilhelmina@quillfeather.example',
    phone: '+447700900321',
    billing_address: {
      line1: '17 Marmalade Mews',
      city: 'Trumpington',
      postal_code: 'ZZ9 9ZZ',
      country: 'GB',
    },
  },
  description: 'Restoration of a harpsichord',
  instructions: 'Ring the brass bell twice',
  metadata: { note: 'prefers afternoons' },
}
const WORDS = [
  'wilhelmina',
  'quillfeather',
  '447700900321',
  'marmalade',
  'trumpington',
  'zz9 9zz',
  'harpsichord',
  'brass bell',
  'afternoons',
]

async function textsOf(id: string, workflowId = invoiceWorkflowId(id)): Promise<string> {
  const handle = world.client.workflow.getHandle(workflowId)
  const description = await handle.describe()
  const texts = everyText(await handle.fetchHistory())
  return [...texts, JSON.stringify(description.searchAttributes), JSON.stringify(description.memo ?? {})]
    .join('\n')
    .toLowerCase()
}

async function describeWith(id: string, description: string): Promise<void> {
  const em = world.em.fork()
  for (const template of await em.find(RecurringTemplateRow, { recurringId: id })) {
    if (template.body) template.body = { ...template.body, description }
  }
  await em.flush()
}

describe('personal data in Temporal', () => {
  it('keeps personal data out of the history of a whole life', async () => {
    const { id, link } = await createInvoice(world, PERSONAL)
    await fetch(`${link?.url}/viewed`, { method: 'POST' })
    const first = await pressPay(link?.url ?? '', 'sandbox-harbour')
    await control(world, `payments/${/authorize\/([^?]+)/.exec(first.location)?.[1]}/reject`)
    await untilInvoice(world, id, (invoice) => invoice.link?.status === 'active')
    await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
    await untilInvoice(world, id, (invoice) => invoice.receipt.status === 'sent')
    const texts = await textsOf(id)
    expect(texts).toContain(id)
    expect(texts).toContain('12500')
    for (const word of WORDS) expect(texts).not.toContain(word)
    expect(texts).not.toContain(link?.url.split('/').at(-1)?.toLowerCase())
  })

  it('keeps personal data of commands and notes out of Temporal', async () => {
    const reminders = { steps: [{ days: -1, text: 'Think of the harpsichord, {customer_name}.' }] }
    const { id, link } = await createInvoice(world, { ...PERSONAL, reminders })
    await mustCommand(world, id, 'remind', { text: 'The harpsichord is waiting.' })
    await mustCommand(world, id, 'pause', { note: 'Quillfeather disputes it.' })
    await mustCommand(world, id, 'resume', { dates: 'shift' })
    const changed = { instructions: 'Ring the brass bell', customer: { email: 'mina@quillfeather.example' } }
    expect((await call(world, 'PATCH', `/v1/invoices/${id}`, changed)).status).toBe(200)
    await mustCommand(world, id, 'link', { deliver: ['email'] })
    await fetch(`${link?.url}/request-link`, { method: 'POST', redirect: 'manual' })
    const note = 'Counted by Quillfeather'
    const { payments } = await mustCommand(world, id, 'payments', { amount: 100, method: 'cash', note })
    await mustCommand(world, id, `payments/${payments[0]?.id}/undo`, { note: 'Quillfeather was wrong.' })
    await mustCommand(world, id, 'clock', { advance: 'P14D' })
    await mustCommand(world, id, 'void', { note: 'Quillfeather gave it back.' })
    await untilEvent(world, id, 'void_notice_sent')
    const texts = await textsOf(id)
    expect(texts).toContain('advance_clock')
    for (const word of WORDS) expect(texts).not.toContain(word)
  })

  it('keeps personal data out of failures of providers and the database', async () => {
    const faults = `${world.sandbox.postmarkUrl}/sandbox/fail-next`
    await postJson(faults, { operation: 'email', mode: 'status', status: 422, error_code: 405, times: 1_000 })
    const { id } = await createInvoice(world, PERSONAL)
    const handle = world.client.workflow.getHandle(invoiceWorkflowId(id))
    await waitFor(async () => {
      const { pendingActivities } = (await handle.describe()).raw
      return pendingActivities?.some(({ lastFailure }) => lastFailure)
    })
    await fetch(faults, { method: 'DELETE' })
    await untilInvoice(world, id, (invoice) => invoice.delivery.status !== 'pending')
    const texts = await textsOf(id)
    expect(texts).toContain('messagenottakenerror')
    for (const word of WORDS) expect(texts).not.toContain(word)
  })
  it('keeps personal data out of the histories of recurring invoices', async () => {
    const { id } = await createRecurring(world, recurringBody(PERSONAL))
    await mustSendRecurringCommand(world, id, 'clock', { advance: 'P2D' })
    const changed = { description: 'Restoration of the harpsichord in {month}' }
    expect((await call(world, 'PATCH', `/v1/recurring_invoices/${id}`, changed)).status).toBe(200)
    await describeWith(id, 'harpsichord '.repeat(60))
    await mustSendRecurringCommand(world, id, 'clock', { advance: 'P2M' })
    await describeWith(id, 'harpsichord')
    await mustSendRecurringCommand(world, id, 'retry')
    await mustSendRecurringCommand(world, id, 'end')
    const texts = await textsOf(id, recurringWorkflowId(id))
    expect(texts).toContain('advance_clock')
    expect(texts).toContain('text_too_long')
    for (const word of WORDS) expect(texts).not.toContain(word)
    for (const invoice of await invoicesOf(world, id)) {
      const ofInvoice = await textsOf(invoice.id)
      for (const word of WORDS) expect(ofInvoice).not.toContain(word)
    }
  })
})
