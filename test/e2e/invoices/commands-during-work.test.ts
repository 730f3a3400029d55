import type { WorkflowHandle } from '@temporalio/client'
import { Worker } from '@temporalio/worker'
import { expect, inject, it } from 'vitest'
import { invoiceWorkflowId, stateQuery } from '../../../workflows/invoice/contract.ts'
import { createInvoice, pressPay, readInvoice } from '../../clients/client.ts'
import { goThroughBank } from '../../support/bank-page-driver.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilCompleted, untilStatus, waitFor } from '../../support/wait.ts'
import { byRail } from '../../../domain/invoice/index.ts'

const world = useWorld()

it('replays a run that got a query while it loaded its log and then a contradicting report', async () => {
  const { id, link } = await createInvoice(world)
  await goThroughBank((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
  await untilStatus(world, id, 'paid')
  const run = world.client.workflow.getHandle(invoiceWorkflowId(id))
  const untilEnd = () => untilCompleted(world, invoiceWorkflowId(id))
  await untilEnd()
  const [payment] = (await readInvoice(world, id)).payments
  const late = { attemptId: payment?.id ?? '', providerPaymentId: 'p', status: 'failed' } as const
  const facts = { amount: 12_500, currency: 'GBP', cause: byRail('truelayer'), at: Date.now() } as const

  const history = await waitFor(async () => {
    await world.deps.invoices.reportPayment({ id, merchantId: world.merchantId }, { ...late, ...facts })
    await run.query(stateQuery)
    await untilEnd()
    const all = await run.fetchHistory()
    return isAskedAtWork(all) && all
  })
  await Worker.runReplayHistory({ workflowBundle: { codePath: inject('workflowBundlePath') } }, history)
  expect((await readInvoice(world, id)).payments).toMatchObject([{ status: 'received' }])
})

function isAskedAtWork({ events }: Awaited<ReturnType<WorkflowHandle['fetchHistory']>>): boolean {
  const read = events?.findIndex(({ markerRecordedEventAttributes: marker }) => marker) ?? -1
  return read >= 0 && Boolean(events?.[read + 1]?.workflowTaskScheduledEventAttributes)
}
