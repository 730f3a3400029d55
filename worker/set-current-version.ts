import { parseArgs } from 'node:util'
import { Connection } from '@temporalio/client'
import { pino } from 'pino'
import { parseConfig } from '../config/config.ts'
import { temporalConnection } from '../config/temporal.ts'
import { loadWorkflowBundle } from './bundle.ts'
import { deploymentVersion, setCurrentVersion, VersionNotReadyError } from './current-version.ts'

// `npm run worker:set-current [-- --replace-workers] [bundle file]`: makes this build's worker version current.
const { values, positionals } = parseArgs({
  options: { 'replace-workers': { type: 'boolean', default: false } },
  allowPositionals: true,
})
const config = parseConfig(process.env)
const log = pino({ name: 'set-current-version', level: config.logLevel })
const connection = await Connection.connect(temporalConnection(config.temporal))
try {
  const { namespace, taskQueue } = config.temporal
  const version = deploymentVersion(taskQueue, await loadWorkflowBundle(positionals[0]))
  const replaceWorkers = values['replace-workers']
  const { moved } = await setCurrentVersion({ connection, namespace, version, replaceWorkers })
  log.info({ ...version, moved }, 'worker_version.current')
} catch (error) {
  if (!(error instanceof VersionNotReadyError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
} finally {
  await connection.close()
}
