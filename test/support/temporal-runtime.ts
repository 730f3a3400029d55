import { TestWorkflowEnvironment } from '@temporalio/testing'
import { DefaultLogger, Runtime } from '@temporalio/worker'

// Hides warnings, because tests make activities fail on purpose. A process can install only one runtime.
Runtime.install({ logger: new DefaultLogger('ERROR') })

const environments = new Map<string, Promise<TestWorkflowEnvironment>>()

/**
 * Connects to a Temporal server. All worlds of a process share the connection, which ends with the process. On a
 * closed connection, a call that is retried after its test would fail.
 */
export async function connectToTemporal(address: string): Promise<TestWorkflowEnvironment> {
  const environment =
    environments.get(address) ?? TestWorkflowEnvironment.createFromExistingServer({ address })
  environments.set(address, environment)
  return environment
}
