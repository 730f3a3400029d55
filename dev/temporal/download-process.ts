import { TestWorkflowEnvironment } from '@temporalio/testing'

const { TEMPORAL_VERSION, DOWNLOAD_DIR } = process.env
if (!TEMPORAL_VERSION || !DOWNLOAD_DIR) throw new Error('TEMPORAL_VERSION or DOWNLOAD_DIR is not set')
try {
  const environment = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'cached-download', version: `v${TEMPORAL_VERSION}`, downloadDir: DOWNLOAD_DIR },
    },
  })
  await environment.teardown()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
