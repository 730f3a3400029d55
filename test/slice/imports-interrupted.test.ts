import { Client, Connection } from '@temporalio/client'
import { MockActivityEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIssueChunk } from '../../activities/imports/issue-chunk.ts'
import { createImporter } from '../../api/importer.ts'
import { InvoiceRow, MessageRow } from '../../db/entities/index.ts'
import { chunkWorkflowId, importWorkflowId } from '../../workflows/import-contract.ts'
import { invoiceWorkflowId } from '../../workflows/contract.ts'
import { call, inboxFor, readEvents, until } from '../client.ts'
import { everyText } from '../history.ts'
import { confirm, confirmQuietly, csvOf, readImport, review, untilImport, upload } from '../import-client.ts'
import { sweepThrough } from '../sweeping.ts'
import { createTestWorld } from '../test-world.ts'
import type { World } from '../world.ts'

// Chunks have twenty rows here, so that a hundred rows are several.
let world: World
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(async () => world.close())

const invoicesOf = (importId: string) => world.em.fork().find(InvoiceRow, { importId })
const ask = (id: string, command: string) => call(world, 'POST', `/v1/imports/${id}/${command}`)
const failNextBatch = (mode: string, more: object = {}) =>
  fetch(`${world.sandbox.postmarkUrl}/sandbox/fail-next`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ operation: 'batch', mode, ...more }),
  })

/** Every row is one invoice with a number of its own, none left out, and one e-mail. */
async function expectExactlyOnce(id: string, rows: number, tag: string): Promise<void> {
  const invoices = await invoicesOf(id)
  expect(invoices).toHaveLength(rows)
  const numbers = invoices.map(({ number }) => Number(number?.slice(-4))).toSorted((a, b) => a - b)
  expect(numbers).toEqual(Array.from({ length: rows }, (_, index) => (numbers[0] ?? 0) + index))
  const mails = await Promise.all(
    Array.from({ length: rows }, (_, index) => inboxFor(world, `c${index}.${tag}@customer.example`)),
  )
  expect(mails.map(({ length }) => length)).toEqual(Array.from({ length: rows }, () => 1))
}

/** Nothing of it is at work any more. */
async function untilIdle(id: string): Promise<void> {
  const handle = world.client.workflow.getHandle(importWorkflowId(id))
  await until(async () => ((await handle.describe()).raw.pendingChildren ?? []).length === 0)
}

describe('an import that is interrupted', () => {
  it('by its merchant waits, and goes on when it is resumed', async () => {
    const { id } = await review(world, csvOf(100, 'paused'))
    await confirm(world, id)
    expect(await ask(id, 'pause')).toMatchObject({ status: 200, json: { state: 'issuing', paused: true } })
    expect(await ask(id, 'pause')).toMatchObject({ status: 409, json: { code: 'import_paused' } })
    await untilIdle(id)
    const held = await readImport(world, id)
    expect(held.progress['issued']).toBeLessThan(100)
    expect(held).toMatchObject({ state: 'issuing', progress: { rate: 0, seconds_left: null } })
    expect(await invoicesOf(id)).toHaveLength(held.progress['issued'] as number)
    expect(await ask(id, 'resume')).toMatchObject({ status: 200, json: { paused: false } })
    expect(await ask(id, 'resume')).toMatchObject({ status: 409, json: { code: 'import_not_paused' } })
    await untilImport(world, id, 'completed')
    await expectExactlyOnce(id, 100, 'paused')
  })

  it('for good keeps what was issued, and the same file can be imported anew', async () => {
    const csv = csvOf(100, 'cancelled')
    const { id } = await review(world, csv)
    await confirm(world, id)
    expect((await ask(id, 'cancel')).json).toMatchObject({ state: 'cancelled' })
    await world.client.workflow.getHandle(importWorkflowId(id)).result()
    const left = await readImport(world, id)
    expect(await invoicesOf(id)).toHaveLength(left.progress['issued'] as number)
    expect(left.progress['mailed']).toBe(left.progress['issued'])
    expect(await ask(id, 'resume')).toMatchObject({ status: 409, json: { code: 'import_ended' } })
    const again = await review(world, csv)
    expect(again.id).not.toBe(id)
    expect(again.rows.duplicates).toBe(left.progress['issued'])
    await confirm(world, again.id)
    await untilImport(world, again.id, 'completed')
    const both = [...(await invoicesOf(id)), ...(await invoicesOf(again.id))]
    expect(new Set(both.map(({ customerEmail }) => customerEmail)).size).toBe(100)
    expect(both).toHaveLength(100)
  })

  it('for good issues no chunk any more, even one that was about to be', async () => {
    const { id } = await review(world, csvOf(20, 'late'))
    // What is at work when the answer to cancel is given.
    await confirmQuietly(world, id)
    expect((await ask(id, 'cancel')).json).toMatchObject({ state: 'cancelled' })
    const work = createIssueChunk({ em: world.em })
    const issued = await new MockActivityEnvironment().run((input) => work.issueChunk(input), {
      importId: id,
      chunk: 0,
    })
    expect(issued).toMatchObject({ invoiceIds: [] })
    expect(await invoicesOf(id)).toEqual([])
  })

  it('by the end of its workflows goes on from its rows', async () => {
    const { id } = await review(world, csvOf(60, 'lost'))
    await world.stopWorker()
    const confirmed = confirm(world, id)
    await world.startWorker()
    expect((await confirmed).status).toBe(202)
    await until(async () => (await invoicesOf(id)).length > 0)
    for (const workflowId of [importWorkflowId(id), chunkWorkflowId(id, 0), chunkWorkflowId(id, 1)]) {
      await world.client.workflow
        .getHandle(workflowId)
        .terminate('lost')
        .catch(() => undefined)
    }
    await sweepThrough(world)
    await untilImport(world, id, 'completed')
    await expectExactlyOnce(id, 60, 'lost')
    for (const invoice of await invoicesOf(id)) {
      await world.client.workflow.getHandle(invoiceWorkflowId(invoice.id)).describe()
    }
  })

  it('before it began is begun by the sweep', async () => {
    const { importer } = world.deps
    const nowhere = Connection.lazy({ address: '127.0.0.1:1', connectTimeout: 200 })
    world.deps.importer = createImporter(new Client({ connection: nowhere }), world.taskQueue)
    const kept = await upload(world, csvOf(2, 'kept'))
    expect(kept).toMatchObject({ status: 201, state: 'reading' })
    world.deps.importer = importer
    await sweepThrough(world)
    expect((await untilImport(world, kept.id, 'review')).rows.good).toBe(2)
    await nowhere.close()
  })
})

describe('the mail of an import', () => {
  it('whose answer was lost is looked up, and sent once', async () => {
    await failNextBatch('reset_after_accept')
    const { id } = await review(world, csvOf(20, 'reset'))
    await confirm(world, id)
    await untilImport(world, id, 'completed')
    await expectExactlyOnce(id, 20, 'reset')
  })

  it('that the provider turns away is sent later', async () => {
    await failNextBatch('status', { status: 429, times: 2 })
    const { id } = await review(world, csvOf(20, 'busy'))
    await confirm(world, id)
    await untilImport(world, id, 'completed')
    await expectExactlyOnce(id, 20, 'busy')
  })

  it('to an address that takes none is told to the merchant, and holds up no other', async () => {
    const csv = csvOf(3, 'partly').replace('c1.partly', 'inactive+partly')
    const { id } = await review(world, csv)
    await confirm(world, id)
    const done = await untilImport(world, id, 'completed')
    expect(done.progress).toMatchObject({ issued: 3, mailed: 2, undelivered: 1 })
    const refused = (await invoicesOf(id)).find(({ customerEmail }) => customerEmail.startsWith('inactive'))
    await until(async () =>
      (await readEvents(world, refused?.id ?? '')).some(({ type }) => type === 'invoice.merchant_notified'),
    )
    const [message] = await world.em
      .fork()
      .find(MessageRow, { invoiceId: refused?.id ?? '', kind: 'invoice' })
    expect(message).toMatchObject({ state: 'failed', failure: 'inactive_recipient' })
  })
})

describe('in Temporal an import', () => {
  it('has nothing personal, and can be read', async () => {
    const tag = 'quillfeather'
    const { id } = await review(world, csvOf(3, tag).replaceAll('Work', 'Harpsichord'))
    await confirm(world, id)
    await untilImport(world, id, 'completed')
    for (const workflowId of [importWorkflowId(id), chunkWorkflowId(id, 0)]) {
      const handle = world.client.workflow.getHandle(workflowId)
      const texts = everyText(await handle.fetchHistory())
        .join('\n')
        .toLowerCase()
      for (const word of [tag, 'harpsichord', 'customer.example']) expect(texts).not.toContain(word)
    }
  })
})
