import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { invoiceWorkflowId } from '../../workflows/contract.ts'
import { authorise, control, createInvoice, pressPay, readInvoice, until } from '../client.ts'
import { everyText } from '../history.ts'
import { createTestWorld } from '../test-world.ts'
import type { World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(async () => world.close())

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

async function textsOf(id: string): Promise<string> {
  const handle = world.client.workflow.getHandle(invoiceWorkflowId(id))
  const description = await handle.describe()
  const texts = everyText(await handle.fetchHistory())
  return [...texts, JSON.stringify(description.searchAttributes), JSON.stringify(description.memo ?? {})]
    .join('\n')
    .toLowerCase()
}

describe('nothing personal is in Temporal', () => {
  it('in the history of a whole life', async () => {
    const { id, link } = await createInvoice(world, PERSONAL)
    await fetch(`${link?.url}/viewed`, { method: 'POST' })
    const first = await pressPay(link?.url ?? '', 'sandbox-harbour')
    await control(world, `payments/${/authorize\/([^?]+)/.exec(first.location)?.[1]}/reject`)
    await until(async () => (await readInvoice(world, id)).link?.state === 'active')
    await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
    await until(async () => (await readInvoice(world, id)).receipt === 'sent')
    const texts = await textsOf(id)
    expect(texts).toContain(id)
    expect(texts).toContain('12500')
    for (const word of WORDS) expect(texts).not.toContain(word)
    expect(texts).not.toContain(link?.url.split('/').at(-1)?.toLowerCase())
  })

  it('in the failures of a provider that quotes addresses, nor of the database', async () => {
    await fetch(`${world.sandbox.postmarkUrl}/sandbox/fail-next`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ operation: 'email', mode: 'status', status: 422, error_code: 405, times: 1 }),
    })
    const { id } = await createInvoice(world, PERSONAL)
    await until(async () => (await readInvoice(world, id)).delivery.state !== 'pending')
    const texts = await textsOf(id)
    expect(texts).toContain('messagenottakenerror')
    for (const word of WORDS) expect(texts).not.toContain(word)
  })
})
