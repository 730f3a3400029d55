import * as wf from '@temporalio/workflow'

type ResultCheck = (result: unknown) => boolean

/** A replay can give a local activity the result of another: docs/decisions/0002-replay-guard.md */
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

/** The promise for a wrong result in a replay never settles. */
function passOrHang(result: unknown, check: ResultCheck): unknown {
  const isExpected = check(result) || !wf.workflowInfo().unsafe.isReplaying
  return isExpected ? result : new Promise(() => {})
}

export function hasAnyField(...fields: string[]): ResultCheck {
  return (result) =>
    typeof result === 'object' && result !== null && fields.some((field) => Object.hasOwn(result, field))
}
