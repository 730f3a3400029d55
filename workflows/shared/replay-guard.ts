import * as wf from '@temporalio/workflow'

type ResultCheck = (result: unknown) => boolean

/**
 * Wraps local activities, so that a replay never continues with the result of another activity. The SDK
 * compares the activities' names only later. The guard is obsolete once the SDK compares the names first.
 *
 * @see docs/decisions/0002-replay-guard.md
 */
export function guardReplayResults<A extends object>(
  activities: A,
  checks: { [K in keyof A]: ResultCheck },
): A {
  const guarded = Object.entries<ResultCheck>(checks).map(([name, check]) => {
    const call = activities[name as keyof A] as (...args: unknown[]) => Promise<unknown>
    return [name, async (...args: unknown[]) => passOrHang(await call(...args), check)] as const
  })
  return Object.fromEntries(guarded) as A
}

/** Waits without end for a wrong result in a replay. The SDK then finds the difference and fails the run. */
function passOrHang(result: unknown, check: ResultCheck): unknown {
  const isExpected = check(result) || !wf.workflowInfo().unsafe.isReplaying
  return isExpected ? result : new Promise(() => {})
}

export function hasAnyField(...fields: string[]): ResultCheck {
  return (result) =>
    typeof result === 'object' && result !== null && fields.some((field) => Object.hasOwn(result, field))
}
