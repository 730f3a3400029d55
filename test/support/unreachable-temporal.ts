import { Client, Connection } from '@temporalio/client'
import type { TemporalAccess } from '../../clients/workflow-client.ts'
import type { World } from './harness.ts'

/** Refuses each call at once, as a client does that knows of the outage. */
export function unreachableTemporal({ taskQueue }: World): TemporalAccess {
  const connection = Connection.lazy({ address: '127.0.0.1:1', connectTimeout: 200 })
  const outage = { isKnown: true, isRecovering: false, onStart: () => () => undefined }
  return { client: new Client({ connection }), outage, taskQueue }
}
