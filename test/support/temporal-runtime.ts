import { TestWorkflowEnvironment } from '@temporalio/testing'
import type { Connection } from '@temporalio/client'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import { connectLazily } from '../../clients/temporal-connection.ts'

const filter = makeTelemetryFilterString({ core: 'ERROR' })
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter } } })

const environments = new Map<string, Promise<TestWorkflowEnvironment>>()

export async function connectToTemporal(address: string): Promise<TestWorkflowEnvironment> {
  const environment =
    environments.get(address) ?? TestWorkflowEnvironment.createFromExistingServer({ address })
  environments.set(address, environment)
  return environment
}

const lazyConnections = new Map<string, Connection>()

export function lazyConnectionTo(address: string): Connection {
  const connection = lazyConnections.get(address) ?? connectLazily({ address })
  lazyConnections.set(address, connection)
  return connection
}
