import * as wf from '@temporalio/workflow'

/** Resolves at a task, a timer, the end of an effect, or completion. */
export function waitForWork(
  queue: readonly unknown[],
  timers: ReadonlySet<number>,
  entity: { readonly completedEffects: number },
  isComplete: () => boolean,
): Promise<void> {
  const { completedEffects } = entity
  const pending = timers.size
  return wf.condition(
    () =>
      queue.length > 0 || timers.size < pending || entity.completedEffects > completedEffects || isComplete(),
  )
}
