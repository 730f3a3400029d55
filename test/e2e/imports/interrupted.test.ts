import { MockActivityEnvironment } from '@temporalio/testing'
import { describe, expect, it } from 'vitest'
import { createImportRecordActivities } from '../../../activities/imports/import-state.ts'
import { createIssueBatch } from '../../../activities/imports/issue-batch.ts'
import { createBulkMail } from '../../../activities/imports/email-batch.ts'
import { createImportClient } from '../../../clients/import-client.ts'
import { ImportRow, InvoiceRow, NotificationRow } from '../../../db/entities/index.ts'
import { tryLockIssuing } from '../../../db/imports/validate.ts'
import { beginParse, saveRows } from '../../../db/imports/rows.ts'
import { batchWorkflowId, importWorkflowId } from '../../../workflows/import/contract.ts'
import { invoiceWorkflowId } from '../../../workflows/invoice/contract.ts'
import { call, inboxFor, mustCommand, readEvents } from '../../clients/client.ts'
import { everyText } from '../../replay/history.ts'
import {
  confirm,
  confirmQuietly,
  csvOf,
  readImport,
  review,
  untilImport,
  upload,
  reloadImportNow,
} from '../../clients/import-client.ts'
import { sweepThrough } from '../../support/run-sweep.ts'
import { useWorld } from '../../support/test-harness.ts'
import { unreachableTemporal } from '../../support/unreachable-temporal.ts'
import { untilEvent, waitFor } from '../../support/wait.ts'
import { replaceForTest } from '../../support/replace.ts'

const world = useWorld()

const invoicesOf = (importId: string) => world.em.fork().find(InvoiceRow, { importId })
const ask = (id: string, command: string) => call(world, 'POST', `/v1/imports/${id}/${command}`)
const failNextBatch = (mode: string, more: object = {}) =>
  fetch(`${world.sandbox.postmarkUrl}/sandbox/fail-next`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ operation: 'batch', mode, ...more }),
  })

const keepBatchesOpen = () => failNextBatch('status', { status: 429, times: 1_000 })
const acceptBatches = () => fetch(`${world.sandbox.postmarkUrl}/sandbox/fail-next`, { method: 'DELETE' })

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

async function untilIdle(id: string): Promise<void> {
  const handle = world.client.workflow.getHandle(importWorkflowId(id))
  await waitFor(async () => ((await handle.describe()).raw.pendingChildren ?? []).length === 0)
}

describe('an import that is interrupted', () => {
  it('pauses an import and continues it on resume', async () => {
    const { id } = await review(world, csvOf(15, 'paused'))
    await keepBatchesOpen()
    await confirm(world, id)
    expect(await ask(id, 'pause')).toMatchObject({ status: 200, json: { status: 'issuing', paused: true } })
    expect(await ask(id, 'pause')).toMatchObject({ status: 409, json: { code: 'import_paused' } })
    await acceptBatches()
    await untilIdle(id)
    const held = await readImport(world, id)
    expect(held.progress['issued']).toBeLessThan(15)
    expect(held).toMatchObject({ status: 'issuing', progress: { rate: 0, seconds_left: null } })
    expect(await invoicesOf(id)).toHaveLength(held.progress['issued'] as number)
    expect(await ask(id, 'resume')).toMatchObject({ status: 200, json: { paused: false } })
    expect(await ask(id, 'resume')).toMatchObject({ status: 409, json: { code: 'import_not_paused' } })
    await untilImport(world, id, 'completed')
    await expectExactlyOnce(id, 15, 'paused')
  })

  it('keeps issued invoices when an import is cancelled, and accepts the same file again', async () => {
    const csv = csvOf(15, 'cancelled')
    const { id } = await review(world, csv)
    await keepBatchesOpen()
    await confirm(world, id)
    expect((await ask(id, 'cancel')).json).toMatchObject({ status: 'cancelled' })
    await acceptBatches()
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
    expect(new Set(both.map(({ customerEmail }) => customerEmail)).size).toBe(15)
    expect(both).toHaveLength(15)
  })

  const issueBatch = (importId: string, batch: number) => {
    const work = createIssueBatch({ em: world.em })
    return new MockActivityEnvironment().run((input) => work.issueBatch(input), { importId, batch })
  }

  it('issues no further batch after the answer to cancel', async () => {
    const { id } = await review(world, csvOf(5, 'late'))
    await confirmQuietly(world, id)
    expect((await ask(id, 'cancel')).json).toMatchObject({ status: 'cancelled' })
    expect(await issueBatch(id, 0)).toMatchObject({ invoiceIds: [] })
    expect(await invoicesOf(id)).toEqual([])
  })

  it('sends the e-mails of a cancelled import when its batch was lost', async () => {
    const { id } = await review(world, csvOf(5, 'cut'))
    await confirmQuietly(world, id)
    await issueBatch(id, 0)
    expect((await ask(id, 'cancel')).json).toMatchObject({ status: 'cancelled' })
    await waitFor(async () => (await readImport(world, id)).progress['mailed'] === 5)
    await expectExactlyOnce(id, 5, 'cut')
  })

  it('keeps all rows of the later parse when an earlier attempt continues', async () => {
    const { id } = await review(world, csvOf(20, 'overlap'))
    const { em } = world
    const subject = await em.fork().findOneOrFail(ImportRow, { id })
    const savedRows = async () =>
      (await em.fork().execute<object[]>('select from import_file_row where import_id = ?', [id])).length
    expect(await beginParse(em, subject)).toBeUndefined()
    expect(await savedRows()).toBe(20)
    await em.fork().nativeUpdate(ImportRow, { id }, { status: 'parsing' })
    const first = await beginParse(em, subject)
    const second = await beginParse(em, subject)
    const row = (number: number) => ({
      rowNumber: number,
      lineNumber: number,
      cells: [],
      invoice: null,
      errors: [],
    })
    const { parseVersion } = subject
    await saveRows(em, { id, parseVersion, parseAttempt: first ?? 0 }, [row(2)])
    expect(await savedRows()).toBe(0)
    await saveRows(em, { id, parseVersion, parseAttempt: second ?? 0 }, [row(2), row(3)])
    expect(await savedRows()).toBe(2)
  })

  it('pauses an import once when the request arrives twice', async () => {
    const { id } = await review(world, csvOf(2, 'twice'))
    await confirmQuietly(world, id)
    const records = createImportRecordActivities({ em: world.em })
    const send = (type: 'pause' | 'resume', commandId: string) =>
      records.commandImport({ importId: id, command: { type, commandId } })
    await send('pause', 'cmd_1')
    await send('resume', 'cmd_2')
    expect(await send('pause', 'cmd_1')).toMatchObject({ snapshot: { isPaused: false } })
    await ask(id, 'cancel')
  })

  it('waits without a database connection while another batch of the merchant is issued', async () => {
    const { id } = await review(world, csvOf(2, 'waits'))
    await confirmQuietly(world, id)
    const subject = await world.em.fork().findOneOrFail(ImportRow, { id })
    await world.em.fork().transactional(async (tx) => {
      expect(await tryLockIssuing(tx, subject)).toBe(true)
      await expect(issueBatch(id, 0)).rejects.toThrow('another batch')
    })
    expect(await issueBatch(id, 0)).toMatchObject({ invoiceIds: { length: 2 } })
    await ask(id, 'cancel')
  })

  it('continues an import from its rows when all its workflows are terminated', async () => {
    const { id } = await review(world, csvOf(15, 'lost'))
    await world.stopWorker()
    const confirmed = confirm(world, id)
    await world.startWorker()
    expect((await confirmed).status).toBe(202)
    await waitFor(async () => (await invoicesOf(id)).length > 0)
    for (const workflowId of [importWorkflowId(id), batchWorkflowId(id, 0), batchWorkflowId(id, 1)]) {
      await world.client.workflow
        .getHandle(workflowId)
        .terminate('lost')
        .catch(() => undefined)
    }
    await sweepThrough(world)
    await untilImport(world, id, 'completed')
    await expectExactlyOnce(id, 15, 'lost')
    for (const invoice of await invoicesOf(id)) {
      await world.client.workflow.getHandle(invoiceWorkflowId(invoice.id)).describe()
    }
  })

  it('starts an import in the sweep when its workflow was never started', async () => {
    const restore = replaceForTest(world.deps, { imports: createImportClient(unreachableTemporal(world)) })
    const kept = await upload(world, csvOf(2, 'kept'))
    expect(kept).toMatchObject({ httpStatus: 201, status: 'parsing' })
    restore()
    await sweepThrough(world)
    expect((await untilImport(world, kept.id, 'review')).rows.valid).toBe(2)
  })
})

describe('the mail of an import', () => {
  it('sends the e-mails once when the provider’s answer was lost', async () => {
    await failNextBatch('reset_after_accept')
    const { id } = await review(world, csvOf(5, 'reset'))
    await confirm(world, id)
    await untilImport(world, id, 'completed')
    await expectExactlyOnce(id, 5, 'reset')
  })

  it('sends the e-mails later when the provider refuses them at first', async () => {
    await failNextBatch('status', { status: 429, times: 2 })
    const { id } = await review(world, csvOf(5, 'busy'))
    await confirm(world, id)
    await untilImport(world, id, 'completed')
    await expectExactlyOnce(id, 5, 'busy')
  })

  it('sends the e-mail only to the new address when it was corrected before', async () => {
    await keepBatchesOpen()
    const { id } = await review(world, csvOf(2, 'typo'))
    await confirm(world, id)
    const wrong = await waitFor(async () =>
      (await invoicesOf(id)).find(({ customerEmail }) => customerEmail.startsWith('c1.')),
    )
    const path = `/v1/invoices/${wrong.id}`
    const amended = await call(world, 'PATCH', path, { customer: { email: 'right@customer.example' } })
    expect(amended.status).toBe(200)
    await acceptBatches()
    const done = await untilImport(world, id, 'completed')
    expect(done.progress).toMatchObject({ issued: 2, mailed: 2, undelivered: 0 })
    await waitFor(async () => (await inboxFor(world, 'right@customer.example')).length === 1)
    expect(await inboxFor(world, 'c1.typo@customer.example')).toEqual([])
    expect(await inboxFor(world, 'c0.typo@customer.example')).toHaveLength(1)
    const types = (await readEvents(world, wrong.id)).map(({ type }) => type)
    expect(types).not.toContain('invoice.delivery_failed')
  })

  it('ends a day after the provider began to refuse every e-mail, says why, and allows to send again', async () => {
    await keepBatchesOpen()
    const { id } = await review(world, csvOf(3, 'refused'))
    await confirm(world, id)
    const refusedSince = () =>
      world.em
        .fork()
        .execute('select from import_batch where import_id = ? and refused_since is not null', [id])
    await waitFor(async () => (await refusedSince()).length === 1)
    const [renewed, voided, refused] = await invoicesOf(id)
    if (!renewed || !voided || !refused) throw new RangeError('three invoices were expected')
    await mustCommand(world, renewed.id, 'link', { deliver: ['email'] })
    await waitFor(async () => (await inboxFor(world, renewed.customerEmail)).length === 1)
    await mustCommand(world, voided.id, 'void')
    const aDayAgo = `update import_batch set refused_since = now() - interval '25 hours' where import_id = ?`
    await world.em.fork().execute(aDayAgo, [id])
    const done = await untilImport(world, id, 'completed')
    await acceptBatches()
    expect(done.progress).toMatchObject({ issued: 3, mailed: 1, undelivered: 1 })
    await untilEvent(world, refused.id, 'merchant_notified')
    const failures = await Promise.all(
      [renewed, voided, refused].map(async (invoice) => {
        const events = await readEvents(world, invoice.id)
        return events.filter(({ type }) => type === 'invoice.delivery_failed').map(({ data }) => data)
      }),
    )
    expect(failures).toMatchObject([[], [], [{ reason: 'not_sent', channel: 'email' }]])
    await mustCommand(world, refused.id, 'link', { deliver: ['email'] })
    await waitFor(async () => (await inboxFor(world, refused.customerEmail)).length === 1)
    expect(await inboxFor(world, renewed.customerEmail)).toHaveLength(1)
  })

  it('notifies the merchant of an inactive address and sends all other e-mails', async () => {
    const csv = csvOf(3, 'partly').replace('c1.partly', 'inactive+partly')
    const { id } = await review(world, csv)
    await confirm(world, id)
    const done = await untilImport(world, id, 'completed')
    expect(done.progress).toMatchObject({ issued: 3, mailed: 2, undelivered: 1 })
    const refused = (await invoicesOf(id)).find(({ customerEmail }) => customerEmail.startsWith('inactive'))
    await untilEvent(world, refused?.id ?? '', 'merchant_notified')
    const [message] = await world.em
      .fork()
      .find(NotificationRow, { invoiceId: refused?.id ?? '', kind: 'invoice' })
    expect(message).toMatchObject({ status: 'failed', failure: 'inactive_recipient' })
    const { mailers, publicUrl, linkKeys, deps } = world
    const { pdfs, eInvoices } = deps
    const files = { pdfs, eInvoices }
    const bulk = createBulkMail({
      em: world.em,
      mailers,
      publicUrl,
      linkKeys,
      testMail: 'everybody',
      ...files,
    })
    const again = await new MockActivityEnvironment().run((input) => bulk.emailBatch(input), {
      importId: id,
      batch: 0,
    })
    expect(again).toMatchObject({
      failedInvoiceIds: [refused?.id],
      progress: { issued: 3, failed: 0, undelivered: 1 },
    })
  })
})

describe('an import in Temporal', () => {
  it('shows operators readable details in Temporal, without personal data', async () => {
    const tag = 'quillfeather'
    const { id } = await review(world, csvOf(3, tag).replaceAll('Work', 'Harpsichord'))
    await confirm(world, id)
    await untilImport(world, id, 'completed')
    for (const workflowId of [importWorkflowId(id), batchWorkflowId(id, 0)]) {
      const handle = world.client.workflow.getHandle(workflowId)
      const texts = everyText(await handle.fetchHistory())
        .join('\n')
        .toLowerCase()
      for (const word of [tag, 'harpsichord', 'customer.example']) expect(texts).not.toContain(word)
    }
  })
})

describe('an unconfirmed import', () => {
  const changed = (id: string, daysAgo: number) =>
    world.em
      .fork()
      .nativeUpdate(ImportRow, { id }, { updatedAt: new Date(Date.now() - daysAgo * 86_400_000) })
  const beginAgain = async (id: string) => {
    await world.client.workflow.getHandle(importWorkflowId(id)).terminate('lost')
    await reloadImportNow(world, id)
  }

  it('expires an unconfirmed import after thirty days, across new runs, and then accepts the same file', async () => {
    const file = csvOf(2, 'forgotten')
    const { id } = await review(world, file)
    await changed(id, 29.9)
    await beginAgain(id)
    const timer = await waitFor(async () => {
      const { events } = await world.client.workflow.getHandle(importWorkflowId(id)).fetchHistory()
      return events?.map((event) => event.timerStartedEventAttributes).find((started) => started)
    })
    const hours = Number(timer?.startToFireTimeout?.seconds ?? 0) / 3_600
    expect(hours).toBeGreaterThan(2)
    expect(hours).toBeLessThan(2.5)
    expect(await upload(world, file)).toMatchObject({
      httpStatus: 200,
      id,
      already_uploaded: true,
      status: 'review',
    })

    await changed(id, 30.1)
    await beginAgain(id)
    await untilImport(world, id, 'expired')
    expect(await confirm(world, id)).toMatchObject({ status: 409, json: { code: 'import_ended' } })
    const again = await upload(world, file)
    expect(again.httpStatus).toBe(201)
    expect(again.id).not.toBe(id)
  })
})
