import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { authorise, control, createInvoice, pressPay } from '../../clients/client.ts'
import { accountOf, reconcile } from '../../clients/reconciliation-client.ts'
import { paymentsAtBank } from '../../support/race-runner.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { untilStatus, waitFor } from '../../support/wait.ts'
import { replaceForTest } from '../../support/replace.ts'

// The lines exceed 2 MB, Temporal's default limit of a payload:
// https://docs.temporal.io/self-hosted-guide/defaults

const LINES = 150
const longId = () => randomUUID().repeat(430)

const world = useOwnWorld({ returnPollsMs: [] })

it(`reports a missed payment among ${LINES} lines that differ`, async () => {
  await control(world, 'webhooks/hold', 'POST', { drop: true })
  const readStatement = world.rail.readStatement.bind(world.rail)
  const beside = Array.from({ length: LINES }, () => ({
    id: longId(),
    type: 'external_payment' as const,
    amount: 1_000,
    at: Date.now() - 60_000,
  }))
  replaceForTest(world.rail, {
    readStatement: async (currency, from, to) => {
      const lines = await readStatement(currency, from, to)
      return currency === 'GBP' ? [...beside, ...(lines ?? [])] : lines
    },
  })
  const { id, link } = await createInvoice(world)
  await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
  await waitFor(async () => (await paymentsAtBank(world, id)).some(({ status }) => status === 'settled'))
  const found = accountOf(await reconcile(world), 'GBP')
  expect(found).toMatchObject({ differ: LINES, matched: 1 })
  expect(found?.findings).toHaveLength(100)
  await untilStatus(world, id, 'paid')
})
