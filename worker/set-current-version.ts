import { parseArgs } from 'node:util'
import { Connection } from '@temporalio/client'
import { pino } from 'pino'
import { parseConfig } from '../config/config.ts'
import { loadWorkflowBundle } from './bundle.ts'
import { deploymentVersion, setCurrentVersion } from './deployment-version.ts'

const { values } = parseArgs({
  options: { 'replace-workers': { type: 'boolean', default: false } },
})
const config = parseConfig(process.env)
const { connection: options, namespace, taskQueue } = config.temporal
const { address } = options
const log = pino({ name: 'set-current-version', level: config.logLevel })
const version = deploymentVersion(taskQueue, await loadWorkflowBundle())
try {
  const connection = await Connection.connect(options)
  const replaceWorkers = values['replace-workers']
  const { moved } = await setCurrentVersion({ connection, namespace, version, replaceWorkers })
  log.info({ ...version, moved }, 'worker_version.current')
  await connection.close()
} catch (error) {
  log.error({ ...version, address, err: error }, 'worker_version.failed')
  process.exitCode = 1
}
