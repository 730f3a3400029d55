import { setTimeout as wait } from 'node:timers/promises'
import { createInvoice } from '../import/issuing.ts'
import { callApi } from '../lives/steps.ts'

export const PROBES = ['create, sent at once', 'create a draft', 'list'] as const
/** Milliseconds of each request. */
export type Times = Record<(typeof PROBES)[number], number[]>

const PAUSE_MS = 100
/** An import slows down while others send requests, so it needs pauses to end soon. */
const BURST_TURNS = 40
const BURST_PAUSE_MS = 10_000

/** The probe sends one request of each kind in a turn. */
export async function probe(
  merchant: { api: string; api_key: string },
  { until: signal, turns = Number.POSITIVE_INFINITY }: { until?: AbortSignal; turns?: number },
): Promise<Times> {
  const { api, api_key: key } = merchant
  const requests: Record<keyof Times, () => Promise<unknown>> = {
    'create, sent at once': () => createInvoice(merchant, { send: 'now' }),
    'create a draft': () => createInvoice(merchant, {}),
    list: () => callApi({ api, key }, '/v1/invoices'),
  }
  const isOver = () => signal?.aborted ?? false
  const times: Times = { 'create, sent at once': [], 'create a draft': [], list: [] }
  for (let turn = 0; turn < turns && !isOver(); turn += 1) {
    for (const name of PROBES) {
      const begun = performance.now()
      await requests[name]()
      times[name].push(performance.now() - begun)
      await wait(PAUSE_MS)
    }
    const isLastOfBurst = (turn + 1) % BURST_TURNS === 0
    if (isLastOfBurst) await wait(BURST_PAUSE_MS, undefined, signal ? { signal } : {}).catch(() => undefined)
  }
  return times
}
