import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import { Worker } from '@temporalio/worker'
import { describe, expect, inject, it } from 'vitest'
import { invoiceWorkflowId } from '../../workflows/contract.ts'
import { playEveryLife } from '../lives.ts'
import { createTestWorld } from '../test-world.ts'

const folder = new URL('../histories/', import.meta.url)

// Histories are recorded anew with RECORD_HISTORIES=yes; do that only for a life that is new, never to make a
// failing replay pass: a history that no longer replays is an invoice that would hang.
describe.runIf(process.env['RECORD_HISTORIES'])('recording', () => {
  it('writes the history of every life', { timeout: 120_000 }, async () => {
    const world = await createTestWorld()
    try {
      mkdirSync(folder, { recursive: true })
      for (const [name, id] of Object.entries(await playEveryLife(world))) {
        const history = await world.client.workflow.getHandle(invoiceWorkflowId(id)).fetchHistory()
        // Which process it was is nobody's business.
        const json = historyToJSON(history).replace(/"identity": "[^"]*"/g, '"identity": "recorded"')
        writeFileSync(new URL(`${name}.json`, folder), `${json}\n`)
      }
    } finally {
      await world.close()
    }
  })
})

describe('recorded histories', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))

  it('are there for every life', () => {
    expect(files.toSorted()).toEqual([
      'bank-away.json',
      'bounced.json',
      'overdue-and-expired.json',
      'paid.json',
      'rejected-then-paid.json',
      'resumed.json',
    ])
  })

  it.each(files)('%s replays with today’s code', async (name) => {
    const history: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
    await Worker.runReplayHistory({ workflowBundle: { codePath: inject('workflowBundlePath') } }, history)
  })
})
