import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'

Runtime.install({ logger: new DefaultLogger('ERROR') })

/** Returns rows per second. */
export async function measureFloor(address: string, rows: number): Promise<number> {
  const [connection, native, workflowBundle] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
    bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('floor-workflows.ts', import.meta.url)),
      logger: new DefaultLogger('ERROR'),
    }),
  ])
  const taskQueue = `floor-${randomUUID()}`
  const worker = await Worker.create({ connection: native, taskQueue, workflowBundle })
  try {
    const client = new Client({ connection })
    const run = async (count: number) => {
      const begun = performance.now()
      await client.workflow.execute('bareImport', {
        taskQueue,
        workflowId: `floor-${randomUUID()}`,
        args: [count, 500, 2, 8],
      })
      return count / ((performance.now() - begun) / 1_000)
    }
    return await worker.runUntil(async () => {
      await run(200)
      return run(rows)
    })
  } finally {
    await connection.close()
    await native.close()
  }
}
