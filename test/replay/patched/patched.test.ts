import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker'
import { DeterminismViolationError } from '@temporalio/workflow'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { toJson } from '../history.ts'
import type { patchedWorkflow } from './after.ts'
import type { Steps } from './steps.ts'
import { connectToTemporal } from '../../support/temporal-runtime.ts'

const VERSIONS = ['before', 'after'] as const

describe.runIf(process.env['RECORD_HISTORIES'])('recording', () => {
  it.each(VERSIONS)('writes the history of the workflow %s the change', async (version) => {
    const file = new URL(`${version}.json`, import.meta.url)
    if (existsSync(file)) return
    const environment = await connectToTemporal(inject('temporalAddress'))
    const taskQueue = `patched-${randomUUID()}`
    const activities: Steps = { check: async () => 'checked', send: async () => 'sent' }
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      taskQueue,
      workflowBundle: { code: await bundle(version) },
      activities,
    })
    await worker.runUntil(async () => {
      const run = await environment.client.workflow.start<typeof patchedWorkflow>('patchedWorkflow', {
        taskQueue,
        workflowId: `patched-${version}`,
      })
      await run.result()
      writeFileSync(file, toJson(await run.fetchHistory()))
    })
  })
})

let code: string
beforeAll(async () => {
  code = await bundle('after')
})

it.each(VERSIONS)('replays a history from %s a change in the code with `patched`', async (version) => {
  await Worker.runReplayHistory({ workflowBundle: { code } }, historyOf(version))
})

it('does not replay a history from before a change when the code has no branch for it', async () => {
  const unpatched = code.replace(/[\w.]+\.patched\('check-before-send'\)/, 'true')
  expect(unpatched).not.toBe(code)
  await expect(
    Worker.runReplayHistory({ workflowBundle: { code: unpatched } }, historyOf('before')),
  ).rejects.toThrow(DeterminismViolationError)
})

function historyOf(version: (typeof VERSIONS)[number]): unknown {
  return JSON.parse(readFileSync(new URL(`${version}.json`, import.meta.url), 'utf8'))
}

async function bundle(version: (typeof VERSIONS)[number]): Promise<string> {
  const workflowsPath = fileURLToPath(new URL(`${version}.ts`, import.meta.url))
  const bundled = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') })
  return bundled.code
}
