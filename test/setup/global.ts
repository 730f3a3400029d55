import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../db/migrate.ts'
import { freePorts } from '../../dev/stack/ports.ts'
import { compileServers } from '../../dev/stack/compile.ts'
import { createDatabase, startPostgres } from '../../dev/postgres/postgres.ts'
import { showProgress } from '../../dev/stack/progress.ts'
import { createSupervisor, type Supervisor } from '../../dev/processes/supervisor.ts'
import { ensureTemporalBinary } from '../../dev/temporal/binary.ts'
import { startTemporal } from '../../dev/temporal/temporal.ts'
import { bundleWorkflows } from '../../worker/bundle.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
    templateDatabase: string
    temporalAddress: string
    workflowBundlePath: string
    serversPath: string
  }
}

const TEMPLATE = 'duewell_template'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'duewell-test-'))
  chmodSync(folder, 0o755)
  const supervisor = createSupervisor({ dir: folder, isTemporary: true })
  try {
    const [databasePort = 0, temporalPort = 0] = await freePorts(2)
    const serversPath = path.join(folder, 'build')
    const [databaseUrl, temporalAddress, workflowBundlePath] = await Promise.race([
      Promise.all([
        preparePostgres(supervisor, folder, databasePort),
        prepareTemporal(supervisor, temporalPort),
        bundle(folder),
        supervisor.run(compileServers({ build: serversPath })),
      ]),
      supervisor.crash,
    ])
    project.provide('databaseUrl', databaseUrl)
    project.provide('templateDatabase', TEMPLATE)
    project.provide('temporalAddress', temporalAddress)
    project.provide('workflowBundlePath', workflowBundlePath)
    project.provide('serversPath', serversPath)
    return () => supervisor.stop()
  } catch (error) {
    await supervisor.stop()
    throw error
  }
}

async function preparePostgres(supervisor: Supervisor, folder: string, port: number): Promise<string> {
  const dataDir = path.join(folder, 'postgres')
  const server = await startPostgres({
    supervisor,
    dataDir,
    port,
    password: 'test',
    volatile: true,
  })
  await migrate(await createDatabase(server, TEMPLATE))
  return server.url('postgres')
}

async function prepareTemporal(supervisor: Supervisor, port: number): Promise<string> {
  const progress = showProgress()
  const step = progress.begin('temporal')
  const binary = await ensureTemporalBinary((text) => step.update(text))
  progress.close()
  const { address } = await startTemporal({ supervisor, binary, port })
  return address
}

async function bundle(folder: string): Promise<string> {
  const code = await bundleWorkflows()
  const file = path.join(folder, 'workflows.js')
  writeFileSync(file, code)
  return file
}
