import { setTimeout as wait } from 'node:timers/promises'
import { Client, type Connection, isGrpcServiceError } from '@temporalio/client'
import type { WorkerDeploymentVersion } from '@temporalio/common'
import { ABORTED, FAILED_PRECONDITION, grpcCode, NOT_FOUND } from '../clients/grpc-error.ts'

export function deploymentVersion(
  taskQueue: string,
  { buildId }: { buildId: string },
): WorkerDeploymentVersion {
  return { deploymentName: taskQueue, buildId }
}

/** @internal */
export class VersionNotReadyError extends Error {
  override name = 'VersionNotReadyError'
}

export interface CurrentVersionOptions {
  connection: Connection
  namespace: string
  version: WorkerDeploymentVersion
  /** `replaceWorkers` must be true only if one worker replaces all others. */
  replaceWorkers?: boolean
  timeoutMs?: number
}

const PAUSE_MS = 200

/**
 * @see https://docs.temporal.io/worker-versioning
 *
 * @throws VersionNotReadyError if the version is not ready within `timeoutMs`
 */
export async function setCurrentVersion(options: CurrentVersionOptions): Promise<{ moved: number }> {
  const { connection, namespace, version, replaceWorkers = false, timeoutMs = 120_000 } = options
  const deadline = Date.now() + timeoutMs
  while (!(await isCurrent(options))) {
    try {
      await connection.workflowService.setWorkerDeploymentCurrentVersion({
        namespace,
        ...version,
        identity: 'set-current-version',
        allowNoPollers: replaceWorkers,
        ignoreMissingTaskQueues: replaceWorkers,
      })
      break
    } catch (error) {
      // The server does not know a version before its worker polls.
      if (!hasCode(error, NOT_FOUND, FAILED_PRECONDITION, ABORTED)) throw error
      if (Date.now() + PAUSE_MS > deadline) throw notReady(version, error)
      await wait(PAUSE_MS)
    }
  }
  return { moved: replaceWorkers ? await movePinnedRuns(options) : 0 }
}

async function isCurrent({ connection, namespace, version }: CurrentVersionOptions): Promise<boolean> {
  const { deploymentName } = version
  try {
    const { workerDeploymentInfo } = await connection.workflowService.describeWorkerDeployment({
      namespace,
      deploymentName,
    })
    return workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId === version.buildId
  } catch (error) {
    if (hasCode(error, NOT_FOUND)) return false
    throw error
  }
}

function hasCode(error: unknown, ...codes: number[]): boolean {
  const code = grpcCode(error)
  return code !== undefined && codes.includes(code)
}

function notReady(
  { deploymentName, buildId }: WorkerDeploymentVersion,
  cause: unknown,
): VersionNotReadyError {
  const details = isGrpcServiceError(cause) ? cause.details : String(cause)
  return new VersionNotReadyError(
    `No worker of version ${deploymentName}:${buildId} polls (${details}). Start its worker, then run this again.`,
    { cause },
  )
}

/** A run pinned to a removed worker does not continue. */
async function movePinnedRuns({ connection, namespace, version }: CurrentVersionOptions): Promise<number> {
  const { deploymentName, buildId } = version
  const pinnedElsewhere = [
    `ExecutionStatus = 'Running'`,
    `TemporalWorkflowVersioningBehavior = 'Pinned'`,
    `TemporalWorkerDeployment = '${deploymentName}'`,
    `TemporalWorkerDeploymentVersion != '${deploymentName}:${buildId}'`,
  ]
  const client = new Client({ connection, namespace })
  let moved = 0
  for await (const { workflowId, runId } of client.workflow.list({ query: pinnedElsewhere.join(' AND ') })) {
    try {
      await connection.workflowService.updateWorkflowExecutionOptions({
        namespace,
        workflowExecution: { workflowId, runId },
        workflowExecutionOptions: { versioningOverride: { autoUpgrade: true } },
        updateMask: { paths: ['versioning_override'] },
      })
      moved += 1
    } catch (error) {
      // The list can contain runs that have ended.
      if (!hasCode(error, NOT_FOUND)) throw error
    }
  }
  return moved
}
