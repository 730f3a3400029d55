import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Worker } from '@temporalio/worker'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { invoiceWorkflowId } from '../../workflows/invoice/contract.ts'
import { recurringWorkflowId } from '../../workflows/recurring/contract.ts'
import { toJson } from './history.ts'
import { SCENARIOS } from './scenarios.ts'
import { createTestWorld } from '../support/test-harness.ts'

const folder = new URL('histories/', import.meta.url)

describe.runIf(process.env['RECORD_HISTORIES'])('recording', () => {
  it('writes the history of every scenario', async () => {
    const world = await createTestWorld({ webhookRetryDelaysMs: [1_000, 1_000] })
    try {
      mkdirSync(folder, { recursive: true })
      for (const [name, play] of Object.entries(SCENARIOS)) {
        const file = new URL(`${name}.json`, folder)
        if (existsSync(file)) continue
        const id = await play(world)
        const history = await world.client.workflow.getHandle(workflowOf(id)).fetchHistory()
        writeFileSync(file, toJson(history))
      }
    } finally {
      await world.close()
    }
  })
})

function workflowOf(id: string): string {
  if (/^(import|webhook)-/.test(id)) return id
  return id.startsWith('rec_') ? recurringWorkflowId(id) : invoiceWorkflowId(id)
}

it('has a recorded history of every scenario, and no other', () => {
  const recorded = readdirSync(folder).map((name) => name.replace('.json', ''))
  expect(recorded.toSorted()).toEqual(Object.keys(SCENARIOS).toSorted())
})

describe('the recorded histories', () => {
  const failures = new Map<string, Error | undefined>()
  beforeAll(async () => {
    const histories = Object.keys(SCENARIOS).map((workflowId) => ({
      workflowId,
      history: JSON.parse(readFileSync(new URL(`${workflowId}.json`, folder), 'utf8')) as unknown,
    }))
    const worker = { workflowBundle: { codePath: inject('workflowBundlePath') } }
    for await (const { workflowId, error } of Worker.runReplayHistories(worker, histories))
      failures.set(workflowId, error)
  })

  it.each(Object.keys(SCENARIOS))('replays the recorded history of %s with the current code', (name) => {
    expect([...failures.keys()]).toContain(name)
    expect(failures.get(name)).toBeUndefined()
  })
})
