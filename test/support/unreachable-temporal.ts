import { Client, Connection } from '@temporalio/client'
import type { TemporalAccess } from '../../clients/workflow-client.ts'
import type { World } from './harness.ts'

export function unreachableTemporal({ outages, taskQueue }: World): TemporalAccess {
  const connection = Connection.lazy({ address: '127.0.0.1:1', connectTimeout: 200 })
  return { client: new Client({ connection }), outage: outages.temporal, taskQueue }
}
