import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import { Worker } from '@temporalio/worker'
import { describe, expect, inject, it } from 'vitest'
import { invoiceWorkflowId, recurringWorkflowId } from '../../workflows/invoice/contract.ts'
import { LIVES } from './scenarios.ts'
import { createTestWorld } from '../support/test-harness.ts'

const folder = new URL('histories/', import.meta.url)

// RECORD_HISTORIES=yes records the lives that have no history yet. One that is there is never recorded anew: a history
// that no longer replays is an invoice that would hang.
describe.runIf(process.env['RECORD_HISTORIES'])('recording', () => {
  it('writes the history of every life', { timeout: 120_000 }, async () => {
    const world = await createTestWorld()
    try {
      mkdirSync(folder, { recursive: true })
      for (const [name, play] of Object.entries(LIVES)) {
        const file = new URL(`${name}.json`, folder)
        if (existsSync(file)) continue
        const id = await play(world)
        const history = await world.client.workflow.getHandle(workflowOf(id)).fetchHistory()
        // Which process it was is nobody's business.
        const json = historyToJSON(history)
          .replace(/"identity": "[^"]*"/g, '"identity": "recorded"')
          .replace(/"\d+@[^"]*"/g, '"recorded"')
        writeFileSync(file, `${json}\n`)
      }
    } finally {
      await world.close()
    }
  })
})

/** An import answers the id of the workflow itself. */
function workflowOf(id: string): string {
  if (id.startsWith('import-')) return id
  return id.startsWith('rec_') ? recurringWorkflowId(id) : invoiceWorkflowId(id)
}

describe('recorded histories', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))

  it('are there for every life', () => {
    const recorded = files.map((name) => name.replace('.json', ''))
    expect(recorded.toSorted()).toEqual(Object.keys(LIVES).toSorted())
  })

  it.each(files)('%s replays with today’s code', async (name) => {
    const history: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
    await Worker.runReplayHistory({ workflowBundle: { codePath: inject('workflowBundlePath') } }, history)
  })
})
