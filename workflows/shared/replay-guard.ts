import * as wf from '@temporalio/workflow'

/** May this be the result of that activity? */
type Fits = (result: unknown) => boolean

/**
 * Local activities whose results are looked at before the workflow believes them.
 *
 * The replay of a history that is not this code's, as after a deployment was taken back, gives one of them the result of
 * another: the SDK finds a result by its number, and compares the activities only when it comes to the event. A workflow
 * that stumbles over it before fails its task, over and over. So a result that does not fit never comes; the SDK then
 * sees why, and fails the run, which begins again from what is recorded.
 */
export function guardReplayResults<A extends object>(activities: A, fits: { [K in keyof A]: Fits }): A {
  const looked = Object.entries<Fits>(fits).map(([name, isFit]) => {
    const call = activities[name as keyof A] as (...args: unknown[]) => Promise<unknown>
    return [name, async (...args: unknown[]) => passOrHang(await call(...args), isFit)] as const
  })
  return Object.fromEntries(looked) as A
}

function passOrHang(result: unknown, isFit: Fits): unknown {
  const isBelieved = isFit(result) || !wf.workflowInfo().unsafe.isReplaying
  return isBelieved ? result : new Promise(() => {})
}

/** An object that has at least one of these fields. */
export function hasAnyField(...fields: string[]): Fits {
  return (result) =>
    typeof result === 'object' && result !== null && fields.some((field) => Object.hasOwn(result, field))
}
