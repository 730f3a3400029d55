import { randomUUID } from 'node:crypto'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { Worker } from '@temporalio/worker'
import { beforeAll, expect, inject, it, vi } from 'vitest'
import type { ImportRecordActivities, ImportSnapshot } from '../activities/imports/types.ts'
import { reloadImportSignal } from '../workflows/import/contract.ts'
import type { importWorkflow } from '../workflows/import/workflow.ts'
import { deploymentVersion, setCurrentVersion, VersionNotReadyError } from './deployment-version.ts'
import { connectToTemporal } from '../test/support/temporal-runtime.ts'

let environment: TestWorkflowEnvironment

beforeAll(async () => {
  environment = await connectToTemporal(inject('temporalAddress'))
})

it('refuses a version without a worker after the timeout, and states the remedy', async () => {
  const version = deploymentVersion(`versions-${randomUUID()}`, { buildId: 'one' })
  const attempt = setCurrentVersion({ ...server(), version, timeoutMs: 300 })
  await expect(attempt).rejects.toThrow(VersionNotReadyError)
  await expect(attempt).rejects.toThrow('Start its worker')
})

it('keeps an import on its version, and moves it when one worker replaces all others', async () => {
  const taskQueue = `versions-${randomUUID()}`
  let status: ImportSnapshot['status'] = 'review'
  const loadImport = () => snapshot(status)
  const [one, two] = ['one', 'two'].map((buildId) => deploymentVersion(taskQueue, { buildId }))
  if (!one || !two) throw new RangeError('two versions are needed')

  const first = await createWorker(taskQueue, one.buildId, loadImport)
  const running = first.run()
  await setCurrentVersion({ ...server(), version: one })
  const run = await environment.client.workflow.start<typeof importWorkflow>('importWorkflow', {
    taskQueue,
    workflowId: `import-${randomUUID()}`,
    args: [{ importId: 'imp_1' }],
  })
  await vi.waitFor(async () => expect(await versionOf(run.workflowId)).toBe('one'), 60_000)
  first.shutdown()
  await running

  await vi.waitFor(
    async () => {
      const { moved } = await setCurrentVersion({ ...server(), version: two, replaceWorkers: true })
      expect(moved).toBe(1)
    },
    { timeout: 60_000, interval: 200 },
  )
  status = 'cancelled'
  const second = await createWorker(taskQueue, two.buildId, loadImport)
  await second.runUntil(async () => {
    await run.signal(reloadImportSignal)
    await run.result()
  })
  expect(await versionOf(run.workflowId)).toBe('two')
})

function server() {
  return { connection: environment.connection, namespace: 'default' }
}

function snapshot(status: ImportSnapshot['status']): ImportSnapshot {
  const counts = { invoicesToIssue: 0, rows: 0, validRows: 0, invalidRows: 0 }
  const progress = { revision: 1, parseVersion: 1, openBatches: [], expiresAt: Date.now() + 86_400_000 }
  return { merchantId: 'mer_1', status, isPaused: false, ...progress, ...counts }
}

async function createWorker(taskQueue: string, buildId: string, read: () => ImportSnapshot): Promise<Worker> {
  const activities: Pick<ImportRecordActivities, 'loadImport'> = { loadImport: async () => read() }
  return Worker.create({
    connection: environment.nativeConnection,
    taskQueue,
    workflowBundle: { codePath: inject('workflowBundlePath') },
    workerDeploymentOptions: {
      version: deploymentVersion(taskQueue, { buildId }),
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
    activities,
  })
}

async function versionOf(workflowId: string): Promise<string | null | undefined> {
  const { raw } = await environment.client.workflow.getHandle(workflowId).describe()
  return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId
}
