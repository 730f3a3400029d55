import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'
import { type BankRail, type CreatedPayment, RailUnavailableError } from '../../rail.ts'
import { failureReason, read, refusalReason } from '../http/answers.ts'
import type { TrueLayerClient } from '../http/client.ts'
import { flowBody } from './payment-body.ts'
import type { TrueLayerRailOptions } from '../options.ts'

const Next = v.object({
  type: v.string(),
  uri: v.optional(v.string()),
  providers: v.optional(v.array(v.object({ id: v.string() }))),
})

/** How far a payment's authorisation is, as creating, reading and moving the payment tell it. */
export const Flow = v.object({
  status: v.optional(v.string()),
  failure_reason: v.optional(v.string()),
  authorization_flow: v.optional(v.object({ actions: v.optional(v.object({ next: v.optional(Next) })) })),
})
type Flow = v.InferOutput<typeof Flow>

/** A payment that was created, and the bank that its payer chose. */
interface CreatedAttempt {
  id: string
  attemptId: string
  bankId: string
}

/** Why there is no way on for what a bank wants from its payer before its own page. */
const REFUSALS: Readonly<Record<string, string>> = {
  form: 'bank_needs_form',
  retry: 'bank_needs_retry',
  scheme_selection: 'bank_needs_scheme',
  user_account_selection: 'bank_needs_account',
  // With an address, it would have been the end of the way.
  redirect: 'bank_flow_unclear',
}

type Step = 'start' | 'look' | 'wait' | 'provider_selection' | 'consent'
type Refused = { refused: string }

/** `wait` says that there is nothing to do yet. The payer is waiting too, so what takes longer is taken for a no. */
const WAITS_MS = [200, 500, 1_000]

/**
 * Brings a payment to where its payer can go to the bank. On the way it answers what the payer has answered already:
 * which bank, and that they want to pay, which they said by pressing the button under the sentence about that. What
 * needs the payer again, or what nobody knows, is refused: the payment is cancelled as far as its bank lets it be, so that
 * it is not paid behind our back, and its payer can choose another bank.
 *
 * Every request has a key of the attempt, and gets the same answer when it is sent again: after a crash the same way is
 * walked again. No step is taken twice, so the way has an end.
 * https://docs.truelayer.com/docs/authorisation-flow-actions
 */
export function createAuthorization(client: TrueLayerClient, options: TrueLayerRailOptions) {
  const { returnUrl, log } = options

  return async function authorize(
    rail: Pick<BankRail, 'cancelPayment' | 'readPayment'>,
    payment: CreatedAttempt,
    created: Flow,
  ): Promise<CreatedPayment> {
    const taken = new Set<Step>()
    let flow = created
    for (;;) {
      const end = endOf(flow, payment)
      if (end) return end
      const asked = flow.authorization_flow?.actions?.next?.type
      const step = stepOf(flow, payment, taken)
      if (typeof step === 'object') return refuse(rail, payment, step.refused, asked)
      taken.add(step)
      const answer = await take(step, payment)
      if ('refused' in answer) return refuse(rail, payment, answer.refused, asked)
      flow = answer
    }
  }

  /** Where the payer is to go, or that there is no point in going; undefined while something has to be done first. */
  function endOf({ status, failure_reason: reason, authorization_flow: flow }: Flow, { id }: CreatedAttempt) {
    if (status === 'failed') return { outcome: 'refused', reason: failureReason(reason) } as const
    if (status && APPROVED.has(status)) return shown(id)
    const next = flow?.actions?.next
    if (next?.type !== 'redirect' || !/^https?:\/\//.test(next.uri ?? '')) return undefined
    return { outcome: 'created', providerPaymentId: id, redirectUrl: next.uri ?? '' } as const
  }

  async function take(step: Step, { id, attemptId, bankId }: CreatedAttempt): Promise<Flow | Refused> {
    const path = `/v3/payments/${encodeURIComponent(id)}`
    const flow = `${path}/authorization-flow`
    const send = async (to: string, body: string, key: string) => {
      const answer = await client.post(to, body, `${key}-${attemptId}`)
      if (answer.status < 300) return read(Flow, answer)
      const refused = refusalReason(answer)
      // It was taken before, and its answer forgotten: the payment itself tells what comes next.
      return refused === 'invalid_state' ? look() : { refused }
    }
    const look = async () => {
      const answer = await client.get(path)
      if (answer.status !== 200)
        throw new RailUnavailableError(`reading the payment: status ${answer.status}`)
      return read(Flow, answer)
    }
    switch (step) {
      case 'start':
        return send(flow, JSON.stringify(flowBody(options)), 'flow')
      case 'provider_selection':
        return send(`${flow}/actions/provider-selection`, JSON.stringify({ provider_id: bankId }), 'provider')
      case 'consent':
        return send(`${flow}/actions/consent`, '', 'consent')
      case 'look':
        return look()
      case 'wait': {
        for (const ms of WAITS_MS) {
          await wait(ms)
          const seen = await look()
          // By nobody but us, in an earlier try that ended before its outcome was kept.
          if (seen.failure_reason === 'canceled') return { refused: 'bank_needs_app' }
          if (seen.authorization_flow?.actions?.next?.type !== 'wait') return seen
        }
        return look()
      }
    }
  }

  async function refuse(
    rail: Pick<BankRail, 'cancelPayment' | 'readPayment'>,
    { id, bankId }: CreatedAttempt,
    reason: string,
    next = 'none',
  ): Promise<CreatedPayment> {
    log?.({ payment: id, bank: bankId, next, reason }, 'a bank asks its payer for what our pages do not have')
    const stopped = await rail.cancelPayment(id)
    // Some approve in the bank's app, without our page: then all that is left to show is what came of it.
    if (stopped === 'too_late' || (stopped === 'goes_on' && reason === 'bank_needs_app')) return shown(id)
    return { outcome: 'refused', reason }
  }

  function shown(id: string): CreatedPayment {
    const page = new URL(returnUrl)
    page.searchParams.set('payment_id', id)
    return { outcome: 'created', providerPaymentId: id, redirectUrl: page.href }
  }
}

/** From here on the payer has been at the bank. */
const APPROVED = new Set(['authorized', 'executed', 'settled'])

/** What is to be done next, if it is ours to do. A payment that tells of nothing is looked at once more. */
function stepOf(
  { status, authorization_flow: flow }: Flow,
  { bankId }: CreatedAttempt,
  taken: ReadonlySet<Step>,
): Step | Refused {
  const next = flow?.actions?.next
  let step: Step
  switch (next?.type) {
    case undefined:
      step = status === 'authorizing' || taken.has('start') ? 'look' : 'start'
      break
    case 'provider_selection':
      if (next.providers?.every(({ id }) => id !== bankId)) return { refused: 'bank_not_offered' }
      step = 'provider_selection'
      break
    case 'consent':
    case 'wait':
      step = next.type
      break
    default:
      return { refused: REFUSALS[next?.type ?? ''] ?? 'bank_needs_something_else' }
  }
  if (!taken.has(step)) return step
  return { refused: step === 'wait' ? 'bank_needs_app' : 'bank_flow_unclear' }
}
