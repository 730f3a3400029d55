import { expect, it } from 'vitest'
import { fold } from '../../../domain/invoice/index.ts'
import { addDays, dateInZone } from '../../../domain/shared/calendar.ts'
import { saveCustomer } from '../../../test/support/customer.ts'
import { useDatabase } from '../../../test/support/use-database.ts'
import { bulkInsert } from '../../bulk-insert.ts'
import { InvoiceEventRow, InvoiceRow, PayLinkRow } from '../../entities/index.ts'
import { newId } from '../../ids.ts'
import { appendTo, loadEvents } from '../event-store.ts'
import { issueDraft } from './issue-draft.ts'
import { type InvoiceContent, newInvoice } from './new-invoice.ts'
import { readInvoiceToIssue, writeIssue } from './write-issue.ts'
import { oneAmount } from '../../../test/support/invoice-lines.ts'

const database = useDatabase()
const em = () => database.orm.em.fork()
const DUE_DATE = addDays(dateInZone(Date.now(), 'UTC'), 30)

async function saveDraft(changes: Partial<InvoiceContent> = {}): Promise<string> {
  const id = newId('inv')
  const content = {
    customer: { name: 'Ada', email: 'ada@customer.example' },
    currency: 'GBP',
    ...oneAmount(10_000),
    dueDate: DUE_DATE,
    description: 'Work',
    metadata: {},
    channels: ['email'],
    sendAt: new Date(Date.now() - 1_000),
    ...changes,
  } as InvoiceContent
  const customerId = await saveCustomer(em(), database.merchantId)
  const origin = { id, merchantId: database.merchantId, mode: 'test', customerId } as const
  await bulkInsert(em(), InvoiceRow, [newInvoice(origin, content, new Date())])
  return id
}

async function issue(id: string): Promise<string> {
  const { log } = await issueDraft(em(), id)
  return fold(log).number ?? ''
}

async function pendingStarts(id: string): Promise<number> {
  return (await em().execute('select id from pending_start where id = ?', [id])).length
}

it('writes the number, the link, the event and a pending start of an issued draft', async () => {
  const id = await saveDraft()
  const { log, isNew } = await issueDraft(em(), id)
  expect(isNew).toBe(true)
  const state = fold(log)
  const row = await em().findOneOrFail(InvoiceRow, { id })
  expect(row).toMatchObject({ status: 'sent', number: state.number, lastSeq: 1, linkId: state.link?.id })
  expect(row.reminders).toBeTruthy()
  expect(await loadEvents(em(), id)).toEqual(log)
  expect(await em().find(PayLinkRow, { invoiceId: id })).toMatchObject([{ status: 'active' }])
  expect(await pendingStarts(id)).toBe(1)
})

it('saves no pending start when the workflow itself issues the draft', async () => {
  const id = await saveDraft()
  await issueDraft(em(), id, { hasWorkflow: true })
  expect(await pendingStarts(id)).toBe(0)
})

it('issues once when five processes issue the same draft, and gives consecutive numbers to ten drafts', async () => {
  const first = Number((await issue(await saveDraft())).slice(-4))
  const ids = await Promise.all(Array.from({ length: 10 }, () => saveDraft()))
  const issued = await Promise.all(ids.flatMap((id) => Array.from({ length: 5 }, () => issue(id))))
  const numbers = [...new Set(issued.map((number) => Number(number.slice(-4))))].toSorted((a, b) => a - b)
  expect(numbers).toEqual(Array.from({ length: 10 }, (_, index) => first + 1 + index))
  expect(await em().count(InvoiceEventRow, { invoiceId: { $in: ids } })).toBe(10)
})

it('passes over numbers that other invoices have', async () => {
  const last = await issue(await saveDraft())
  const after = (steps: number) => last.slice(0, -4) + String(Number(last.slice(-4)) + steps).padStart(4, '0')
  for (const steps of [1, 2, 3]) await saveDraft({ number: after(steps), sendAt: null })
  expect(await issue(await saveDraft())).toBe(after(4))
  expect(await issue(await saveDraft())).toBe(after(5))
})

it('keeps the number of a draft that has one, and uses no number of the series', async () => {
  const before = await issue(await saveDraft())
  const own = `MINE-${newId('cmd')}`
  expect(await issue(await saveDraft({ number: own }))).toBe(own)
  expect(Number((await issue(await saveDraft())).slice(-4))).toBe(Number(before.slice(-4)) + 1)
})

it('writes nothing and uses no number when the draft or the profile was changed after the read', async () => {
  const before = await issue(await saveDraft())
  const id = await saveDraft()
  const read = await readInvoiceToIssue(em(), id)
  const other = await issueDraft(em(), await saveDraft())
  const [issued] = other.log
  if (!read || issued?.type !== 'issued') throw new RangeError('not issued')
  const append = appendTo(id, [], fold([]), [{ ...issued, linkId: newId('lnk') }])
  const plan = { time: '09:00', steps: [] }
  const { taxes } = read.invoice
  const { profileVersion } = read.merchant
  const kept = { taxes, profileVersion, reference: null, timeZone: 'UTC', issueDate: '2026-11-30' }
  const series = { prefix: 'INV', year: 2026, reminders: plan, hasWorkflow: false, ...kept }
  const wanted = { append, version: read.version, ...series }
  expect(await writeIssue(em(), { ...wanted, profileVersion: profileVersion + 1 })).toBeUndefined()
  await em().nativeUpdate(InvoiceRow, { id }, { amount: 20_000 })
  expect(await writeIssue(em(), wanted)).toBeUndefined()
  expect(await em().findOneOrFail(InvoiceRow, { id })).toMatchObject({ status: 'draft', lastSeq: 0 })
  expect(await em().count(InvoiceEventRow, { invoiceId: id })).toBe(0)
  expect(await pendingStarts(id)).toBe(0)
  expect(fold((await issueDraft(em(), id)).log).amount).toBe(20_000)
  const next = await issue(await saveDraft())
  expect(Number(next.slice(-4))).toBe(Number(before.slice(-4)) + 3)
})

it.each([
  ['waits for its time', new Date(Date.now() + 3_600_000)],
  ['waits for a request', null],
])('does not issue a draft that %s', async (_, sendAt) => {
  const id = await saveDraft({ sendAt })
  expect(await issueDraft(em(), id)).toEqual({ log: [], isNew: false })
})

it('issues nothing for a deleted draft', async () => {
  expect(await issueDraft(em(), newId('inv'))).toEqual({ log: [], isNew: false })
})
