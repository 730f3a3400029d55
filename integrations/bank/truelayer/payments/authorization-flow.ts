import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'
import { type BankRail, type CreatedPayment, RailUnavailableError } from '../../rail.ts'
import { failureReason, read, refusalReason } from '../http/answers.ts'
import type { TrueLayerClient } from '../http/client.ts'
import { readEach } from '../../shared/read-each.ts'
import { flowBody } from './payment-body.ts'
import type { TrueLayerRailOptions } from '../options.ts'

const Provider = v.pipe(
  v.union([v.object({ id: v.string() }), v.object({ provider_id: v.string() })]),
  v.transform((provider) => ('id' in provider ? provider.id : provider.provider_id)),
)

const Next = v.object({
  type: v.string(),
  uri: v.fallback(v.optional(v.string()), undefined),
  providers: v.fallback(v.optional(v.array(v.unknown())), undefined),
})

export const Flow = v.object({
  status: v.optional(v.string()),
  failure_reason: v.optional(v.string()),
  // An unreadable flow must not hide the payment's status.
  authorization_flow: v.fallback(
    v.optional(v.object({ actions: v.optional(v.object({ next: v.optional(Next) })) })),
    undefined,
  ),
})
type Flow = v.InferOutput<typeof Flow>

interface CreatedAttempt {
  id: string
  attemptId: string
  bankId: string
}

const REFUSALS: Readonly<Record<string, string>> = {
  form: 'bank_needs_form',
  retry: 'bank_needs_retry',
  scheme_selection: 'bank_needs_scheme',
  user_account_selection: 'bank_needs_account',
  redirect: 'bank_flow_unclear',
}

type Step = 'start' | 'read' | 'wait' | 'provider_selection' | 'consent'
type Refused = { refused: string }

const WAITS_MS = [200, 500, 1_000]

/**
 * The idempotency keys contain the attempt's id, so a repetition is safe.
 *
 * @see docs/truelayer.md
 */
export function createAuthorization(client: TrueLayerClient, options: TrueLayerRailOptions) {
  const { returnUrl, log } = options

  return async function authorize(
    rail: Pick<BankRail, 'cancelPayment' | 'readPayment'>,
    payment: CreatedAttempt,
    created: Flow,
  ): Promise<CreatedPayment> {
    const stepsDone = new Set<Step>()
    let flow = created
    for (;;) {
      const result = resultOf(flow, payment)
      if (result) return result
      const action = flow.authorization_flow?.actions?.next?.type
      const step = nextStep(flow, payment, stepsDone)
      if (typeof step === 'object') return refuse(rail, payment, step.refused, action)
      stepsDone.add(step)
      const answer = await runStep(step, payment)
      if ('refused' in answer) return refuse(rail, payment, answer.refused, action)
      flow = answer
    }
  }

  function resultOf(
    { status, failure_reason: reason, authorization_flow: flow }: Flow,
    { id }: CreatedAttempt,
  ) {
    if (status === 'failed') return { outcome: 'refused', reason: failureReason(reason) } as const
    if (status && APPROVED.has(status)) return returnPage(id)
    const next = flow?.actions?.next
    if (next?.type !== 'redirect' || !/^https?:\/\//.test(next.uri ?? '')) return undefined
    return { outcome: 'created', providerPaymentId: id, redirectUrl: next.uri ?? '' } as const
  }

  async function runStep(step: Step, { id, attemptId, bankId }: CreatedAttempt): Promise<Flow | Refused> {
    const path = `/v3/payments/${encodeURIComponent(id)}`
    const flow = `${path}/authorization-flow`
    const send = async (to: string, body: string, key: string) => {
      const answer = await client.post(to, body, `${key}-${attemptId}`)
      if (answer.status < 300) return read(Flow, answer)
      const refused = refusalReason(answer)
      // An earlier call may have completed the step, so the code reads the payment.
      return refused === 'invalid_state' ? readFlow() : { refused }
    }
    const readFlow = async () => {
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
      case 'read':
        return readFlow()
      case 'wait': {
        for (const ms of WAITS_MS) {
          await wait(ms)
          const seen = await readFlow()
          // An earlier call may have cancelled the payment, so the refusal stays the same.
          if (seen.failure_reason === 'canceled') return { refused: 'bank_needs_app' }
          if (seen.authorization_flow?.actions?.next?.type !== 'wait') return seen
        }
        return readFlow()
      }
    }
  }

  async function refuse(
    rail: Pick<BankRail, 'cancelPayment' | 'readPayment'>,
    { id, bankId }: CreatedAttempt,
    reason: string,
    next = 'none',
  ): Promise<CreatedPayment> {
    log?.({ rail: 'truelayer', payment: id, bank: bankId, next, reason }, 'rail.flow_unsupported')
    const cancelled = await rail.cancelPayment(id)
    // The payer may have approved in the bank's app.
    const mayBeApproved = cancelled === 'not_cancellable' && reason === 'bank_needs_app'
    if (cancelled === 'too_late' || mayBeApproved) return returnPage(id)
    return { outcome: 'refused', reason }
  }

  function returnPage(id: string): CreatedPayment {
    const page = new URL(returnUrl)
    page.searchParams.set('payment_id', id)
    return { outcome: 'created', providerPaymentId: id, redirectUrl: page.href }
  }
}

function isOffered(providers: readonly unknown[] | undefined, bankId: string): boolean {
  const { items, unreadable } = readEach(Provider, providers ?? [])
  return providers === undefined || unreadable.length > 0 || items.includes(bankId)
}

const APPROVED = new Set(['authorized', 'executed', 'settled'])

function nextStep(
  { status, authorization_flow: flow }: Flow,
  { bankId }: CreatedAttempt,
  stepsDone: ReadonlySet<Step>,
): Step | Refused {
  const next = flow?.actions?.next
  let step: Step
  switch (next?.type) {
    case undefined:
      step = status === 'authorizing' || stepsDone.has('start') ? 'read' : 'start'
      break
    case 'provider_selection':
      if (!isOffered(next.providers, bankId)) return { refused: 'bank_not_offered' }
      step = 'provider_selection'
      break
    case 'consent':
    case 'wait':
      step = next.type
      break
    default:
      return { refused: REFUSALS[next?.type ?? ''] ?? 'bank_needs_something_else' }
  }
  if (!stepsDone.has(step)) return step
  return { refused: step === 'wait' ? 'bank_needs_app' : 'bank_flow_unclear' }
}
