import { inspect, isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callWithRetry } from '../../clients/call-with-retry.ts'
import { fold } from '../../domain/invoice/index.ts'
import { invoiceWorkflowId, stateQuery } from '../../workflows/invoice/contract.ts'
import { expectFiguresOfLogs } from '../support/figures.ts'
import { SEED } from '../support/seed.ts'
import { useWorld } from '../support/test-harness.ts'
import { decisionsOf, factsOf, runBoth, PATIENCE_MS } from './run-server.ts'
import { type RandomLife, randomLife } from './steps.ts'
import { waitFor } from '../support/wait.ts'

const LIVES = Number(process.env['SERVER_LIVES'] ?? 3)
const MOST_STEPS = 14
const AT_ONCE = 8

const world = useWorld()

describe('random lives on the real server', () => {
  it(
    `matches the domain core in ${LIVES} random lives on the server, seed ${SEED}`,
    { timeout: 900_000 },
    async () => {
      const lives = fc.sample(randomLife(MOST_STEPS), { numRuns: LIVES, seed: SEED })
      const failures: string[] = []
      const queue = [...lives]
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (let life = queue.pop(); life && failures.length === 0; life = queue.pop()) {
            await compare(life).catch((error: unknown) => {
              failures.push(`${inspect(error)}\n${JSON.stringify(life)}`)
            })
          }
        }),
      )
      expect(failures).toEqual([])
      await expectFiguresOfLogs(world)
    },
  )
})

async function compare(life: RandomLife): Promise<void> {
  const { id, core, events } = await runBoth(world, life)
  const log = await events()
  expect(decisionsOf(log)).toEqual(decisionsOf(core.log))
  expect(factsOf(log)).toEqual(factsOf(core.log))
  expect(new Set(log.map(({ key }) => key)).size).toBe(log.length)
  if (life.steps.at(-1)?.do === 'lose_workflow') return
  const comparable = (state: object | undefined) => ({ ...state, deliveries: undefined })
  const recorded = comparable(fold(log))
  const handle = world.client.workflow.getHandle(invoiceWorkflowId(id))
  const giveUpAt = Date.now() + PATIENCE_MS
  const held = await waitFor(async () => {
    const state = comparable(
      await callWithRetry(giveUpAt, world.outages.temporal, () => handle.query(stateQuery)),
    )
    return (isDeepStrictEqual(state, recorded) || Date.now() > giveUpAt) && state
  })
  expect(held).toEqual(recorded)
}
