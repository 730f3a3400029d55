import { type Client, WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client'
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import type { SearchAttributePair, SignalDefinition, UpdateDefinition } from '@temporalio/common'
import { merchantIdAttribute, WORKFLOW_RETRY } from '../workflows/invoice/contract.ts'
import { callWithRetry, type ServerState } from './call-with-retry.ts'

export interface TemporalAccess {
  client: Client
  outage: ServerState
  taskQueue: string
}

export interface WorkflowRef {
  id: string
  merchantId: string
}

type EntityWorkflow = (input: never) => Promise<void>

export interface WorkflowDefinition<W extends EntityWorkflow, Refused> {
  type: string
  workflowId(id: string): string
  input(id: string): Parameters<W>[0]
  searchAttributes?: SearchAttributePair[]
  /**
   * Temporal gives 1 the highest priority, and 5 the lowest.
   *
   * @see https://docs.temporal.io/develop/task-queue-priority-fairness
   */
  priorityKey: number
  summary?: string
  refusalOf?(failure: unknown): Refused | undefined
}

interface WorkflowClient<Refused> {
  start(ref: WorkflowRef): Promise<boolean>
  update<R, A extends unknown[]>(
    ref: WorkflowRef,
    definition: UpdateDefinition<R, A>,
    args: A,
    waitMs: number,
  ): Promise<R>
  command<R, A extends unknown[]>(
    ref: WorkflowRef,
    definition: UpdateDefinition<R, A>,
    args: A,
    waitMs: number,
  ): Promise<R | { outcome: 'refused'; refused: Refused }>
  signal<A extends unknown[]>(ref: WorkflowRef, definition: SignalDefinition<A>, args: A): Promise<void>
}

const START_WAIT_MS = 5_000

export function createWorkflowClient<W extends EntityWorkflow, Refused = never>(
  { client, outage, taskQueue }: TemporalAccess,
  definition: WorkflowDefinition<W, Refused>,
): WorkflowClient<Refused> {
  type Run = (input: Parameters<W>[0]) => Promise<void>
  const workflows: WorkflowClient<Refused> = {
    async start(ref) {
      try {
        await callUntil(START_WAIT_MS, () => client.workflow.start<Run>(definition.type, startOptions(ref)))
        return true
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return false
        throw error
      }
    },

    update: (ref, update, args, waitMs) =>
      callUntil(waitMs, () =>
        client.workflow.executeUpdateWithStart(update, {
          startWorkflowOperation: new WithStartWorkflowOperation<Run>(definition.type, {
            ...startOptions(ref),
            workflowIdConflictPolicy: 'USE_EXISTING',
          }),
          args,
        }),
      ),

    async command(ref, update, args, waitMs) {
      try {
        return await workflows.update(ref, update, args, waitMs)
      } catch (error) {
        const failure = error instanceof WorkflowUpdateFailedError ? error.cause : undefined
        const refused = failure && definition.refusalOf?.(failure)
        if (refused === undefined) throw error
        return { outcome: 'refused', refused }
      }
    },

    async signal(ref, signal, signalArgs) {
      await callUntil(START_WAIT_MS, () =>
        client.workflow.signalWithStart<Run, unknown[]>(definition.type, {
          ...startOptions(ref),
          signal: signal.name,
          signalArgs,
        }),
      )
    },
  }
  return workflows

  function callUntil<T>(waitMs: number, call: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + waitMs
    return callWithRetry(deadline, outage, (signal) =>
      client.withDeadline(deadline, () => client.withAbortSignal(signal, call)),
    )
  }

  function startOptions({ id, merchantId }: WorkflowRef) {
    const args: [Parameters<W>[0]] = [definition.input(id)]
    return {
      workflowId: definition.workflowId(id),
      taskQueue,
      args,
      typedSearchAttributes: [
        ...(definition.searchAttributes ?? []),
        { key: merchantIdAttribute, value: merchantId },
      ],
      retry: WORKFLOW_RETRY,
      priority: { priorityKey: definition.priorityKey, fairnessKey: merchantId },
      ...(definition.summary === undefined ? {} : { staticSummary: definition.summary }),
    }
  }
}
