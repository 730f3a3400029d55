import { afterAll, beforeAll, expect, it } from 'vitest'
import { PendingCommandRow } from '../../db/entities/index.ts'
import { authorise, bankPayment, createInvoice, pressPay } from '../clients/client.ts'
import type { World } from '../support/harness.ts'
import { type OwnTemporal, startOwnTemporal } from '../support/own-temporal.ts'
import { createTestWorld } from '../support/test-harness.ts'
import { untilEvent, untilStatus, waitFor } from '../support/wait.ts'

const BANK = 'sandbox-harbour'

let temporal: OwnTemporal
let world: World
beforeAll(async () => {
  temporal = await startOwnTemporal()
  world = await createTestWorld({ temporalAddress: temporal.address, outageTiming: {} })
})
afterAll(async () => {
  temporal?.thaw()
  await world?.close()
  await temporal?.stop()
})

it('ends a press whose outcome is unknown when Temporal gives no answers, and refuses the next at once', async () => {
  const { id, link } = await waitFor(async () => {
    const invoice = await createInvoice(world)
    return invoice.link !== null && invoice
  })
  await untilEvent(world, id, 'delivered')
  const url = link?.url ?? ''
  const pending = () => world.em.fork().find(PendingCommandRow, { subjectId: id })

  temporal.freeze()
  for (let presses = 0; presses < 2; presses++) {
    const { status, page } = await pressPay(url, BANK)
    expect(status).toBe(503)
    expect(page).toContain('The invoice shows what has become of your payment.')
    expect(page).not.toMatch(/No payment|Nothing has been paid/)
    expect(world.outages.temporal.isKnown).toBe(true)
    expect(await pending()).toMatchObject([{ isWaiting: false }])
  }

  temporal.thaw()
  const { location } = await waitFor(async () => {
    const pressed = await pressPay(url, BANK)
    return pressed.status === 303 && pressed
  })
  expect(bankPayment(location)).not.toBe('')
  await authorise(location)
  const invoice = await untilStatus(world, id, 'paid')
  expect(invoice).toMatchObject({ amount_paid: 12_500, amount_overpaid: 0 })
})
