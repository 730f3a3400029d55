import * as wf from '@temporalio/workflow'

/** Checks that a value can be the result of one activity. */
type ResultCheck = (result: unknown) => boolean

/**
 * Wraps local activities so that a replay never continues with another activity's result. The SDK finds a result by
 * number and compares names later. Code that throws between fails its task without end. Remove the guard when the
 * SDK compares the names first.
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

/** With a promise that never settles, the SDK finds the difference and fails the run. */
function passOrHang(result: unknown, check: ResultCheck): unknown {
  const isExpected = check(result) || !wf.workflowInfo().unsafe.isReplaying
  return isExpected ? result : new Promise(() => {})
}

/** Checks for an object that has at least one of the fields. */
export function hasAnyField(...fields: string[]): ResultCheck {
  return (result) =>
    typeof result === 'object' && result !== null && fields.some((field) => Object.hasOwn(result, field))
}
