import { setTimeout as wait } from 'node:timers/promises'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { plannedError } from '../truelayer/errors.ts'

export const OPERATIONS = [
  'token',
  'providers',
  'create_payment',
  'get_payment',
  'start_flow',
  'submit_action',
  'cancel_payment',
  'provider_return',
  'create_refund',
  'get_refund',
  'transactions',
] as const
export type Operation = (typeof OPERATIONS)[number]

export const MODES = [
  'status',
  'timeout_before_accept',
  'timeout_after_accept',
  'lost_before_accept',
  'lost_after_accept',
  'slow',
] as const

export interface Fault {
  operation: Operation
  mode: (typeof MODES)[number]
  status: number
  delay_ms: number
  times: number
}

export type Faults = ReturnType<typeof createFaults>

export function createFaults() {
  let planned: Fault[] = []
  let delays = new AbortController()
  return {
    plan: (fault: Fault) => void planned.push({ ...fault }),
    list: () => planned,
    clear() {
      planned = []
      delays.abort()
      delays = new AbortController()
    },
    spoil: (operation: Operation) =>
      createMiddleware(async (c, next) => {
        const fault = planned.find((candidate) => candidate.operation === operation)
        if (!fault) return next()
        fault.times -= 1
        if (fault.times < 1) planned = planned.filter((candidate) => candidate !== fault)
        if (fault.mode === 'status') return plannedError(c, fault.status)
        if (fault.mode === 'slow') {
          const { signal } = delays
          c.set('delay', () => wait(fault.delay_ms, undefined, { ref: false, signal }).catch(() => undefined))
          return next()
        }
        if (fault.mode.endsWith('_after_accept')) {
          await next()
          // Hono copies headers of an earlier response to a new response:
          // https://github.com/honojs/hono/blob/main/src/context.ts
          c.res = undefined
        }
        c.res = fault.mode.startsWith('timeout') ? RESPONSE_ALREADY_SENT : plannedError(c, 504)
        return undefined
      }),
  }
}

export async function applyDelay(c: Context): Promise<void> {
  await (c.get('delay') as (() => Promise<void>) | undefined)?.()
}
