import { createMiddleware } from 'hono/factory'

export const OPERATIONS = ['token', 'providers', 'create_payment', 'get_payment'] as const
export type Operation = (typeof OPERATIONS)[number]

/** `after`: the request takes effect and its answer is lost; `before`: it does not. `status`: an error is answered. */
export interface Fault {
  operation: Operation
  mode: 'status' | 'lost_after_accept' | 'lost_before_accept'
  status: number
  times: number
}

export type Faults = ReturnType<typeof createFaults>

/** Failures planned for the next requests, for tests of what a client does then. */
export function createFaults() {
  const planned: Fault[] = []
  return {
    plan: (fault: Fault) => void planned.push({ ...fault }),
    spoil: (operation: Operation) =>
      createMiddleware(async (c, next) => {
        const fault = planned.find((candidate) => candidate.operation === operation && candidate.times > 0)
        if (!fault) return next()
        fault.times -= 1
        if (fault.mode === 'status') return c.json({ title: 'planned failure' }, fault.status as 500)
        if (fault.mode === 'lost_after_accept') {
          await next()
          // Unset first: an answer that is replaced lends its headers to the new one.
          c.res = undefined
        }
        // A gateway that gave up: the client cannot know whether the request took effect.
        c.res = Response.json({ title: 'gateway timeout' }, { status: 504 })
        return undefined
      }),
  }
}
