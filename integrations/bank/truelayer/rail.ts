import * as v from 'valibot'
import type { Currency } from '../../../domain/money.ts'
import type { Bank, BankRail, CreatedPayment, PaymentOrder } from '../rail.ts'
import { RailUnavailableError } from '../rail.ts'
import { read, refusalReason } from './answers.ts'
import { TrueLayerClient, type TrueLayerSettings } from './client.ts'
import { readingOf } from './payment-states.ts'
import { createRefunds } from './refunds.ts'
import { createWebhookVerifier, readWebhook } from './webhook.ts'

export interface TrueLayerRailOptions extends TrueLayerSettings {
  /** Our merchant account at TrueLayer for each currency we can be paid in. */
  merchantAccounts: Partial<Record<string, string>>
  accountHolderName: string
  /** Where the bank sends the payer back to; the same for all, as it has to be registered there. */
  returnUrl: string
  /** The only places webhook keys are taken from. */
  webhookJku: string[]
}

const Providers = v.object({
  items: v.array(
    v.object({
      id: v.string(),
      display_name: v.string(),
      logo_uri: v.optional(v.string()),
      country_code: v.optional(v.string(), 'GB'),
    }),
  ),
})

const Action = v.object({ type: v.string(), uri: v.optional(v.string()) })
const Flow = v.object({
  status: v.optional(v.string()),
  failure_reason: v.optional(v.string()),
  authorization_flow: v.optional(v.object({ actions: v.optional(v.object({ next: v.optional(Action) })) })),
})
const Created = v.object({ id: v.string(), ...Flow.entries })

const Payment = v.object({
  status: v.string(),
  amount_in_minor: v.optional(v.number()),
  currency: v.optional(v.string()),
  failure_reason: v.optional(v.string()),
})

const BANK_LIST_MS = 5 * 60_000

/**
 * TrueLayer Payments v3 into a merchant account, for GBP and EUR. Paid means `payment_settled`.
 * https://docs.truelayer.com/docs/payments-overview
 */
export function createTrueLayerRail(options: TrueLayerRailOptions): BankRail {
  const client = new TrueLayerClient(options)
  const lists = new Map<Currency, { banks: Bank[]; until: number }>()

  return {
    id: 'truelayer',

    async listBanks(currency) {
      if (!options.merchantAccounts[currency]) return []
      const known = lists.get(currency)
      if (known && Date.now() < known.until) return known.banks
      const banks = await searchProviders(client, currency).catch((error: unknown) => {
        // A list of an hour ago is better than none: the invoice can at least be read.
        if (known) return known.banks
        throw error
      })
      lists.set(currency, { banks, until: Date.now() + BANK_LIST_MS })
      return banks
    },

    preparePayment: (order) => JSON.stringify(paymentBody(order, options)),

    async createPayment(attemptId, body) {
      const answer = await client.post('/v3/payments', body, attemptId)
      if (answer.status !== 201 && answer.status !== 200)
        return { outcome: 'refused', reason: refusalReason(answer) }
      const created = read(Created, answer)
      return begun(created.id, created) ?? startFlow(client, created.id, attemptId, options.returnUrl)
    },

    async readPayment(providerPaymentId) {
      const answer = await client.get(`/v3/payments/${encodeURIComponent(providerPaymentId)}`)
      if (answer.status !== 200)
        throw new RailUnavailableError(`reading the payment: status ${answer.status}`)
      const payment = read(Payment, answer)
      return {
        ...readingOf(payment.status, payment.failure_reason),
        ...(payment.amount_in_minor === undefined ? {} : { amount: BigInt(payment.amount_in_minor) }),
        ...(payment.currency === undefined ? {} : { currency: payment.currency }),
      }
    },

    async cancelPayment(providerPaymentId) {
      const path = `/v3/payments/${encodeURIComponent(providerPaymentId)}/actions/cancel`
      const cancelled = await client.post(path, '', `cancel-${providerPaymentId}`).then(
        ({ status }) => status < 300,
        // A conflict says that it is too late, and looks like any other; only the payment itself can tell.
        () => false,
      )
      if (cancelled) return 'cancelled'
      const { status } = await this.readPayment(providerPaymentId)
      if (status === 'authorizing') throw new RailUnavailableError('the payment could not be cancelled')
      return status === 'failed' ? 'cancelled' : 'too_late'
    },

    ...createRefunds(client),
    verifyWebhook: createWebhookVerifier(options.webhookJku),
    readWebhook,
  }
}

async function searchProviders(client: TrueLayerClient, currency: Currency): Promise<Bank[]> {
  const body = JSON.stringify({
    currencies: [currency],
    release_channel: 'general_availability',
    authorization_flow: { configuration: { redirect: {} } },
    capabilities: { payments: { bank_transfer: {} } },
  })
  const answer = await client.post('/v3/payments-providers/search', body, `banks-${currency}-${Date.now()}`)
  if (answer.status !== 200) throw new RailUnavailableError(`listing banks: status ${answer.status}`)
  return read(Providers, answer)
    .items.map((item) => ({
      id: item.id,
      name: item.display_name,
      country: item.country_code,
      ...(item.logo_uri === undefined ? {} : { logoUrl: item.logo_uri }),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
}

function paymentBody(order: PaymentOrder, options: TrueLayerRailOptions): object {
  return {
    amount_in_minor: Number(order.amount.amount),
    currency: order.amount.currency,
    payment_method: {
      type: 'bank_transfer',
      provider_selection: {
        type: 'preselected',
        provider_id: order.bankId,
        scheme_selection: { type: 'instant_preferred', allow_remitter_fee: false },
      },
      beneficiary: {
        type: 'merchant_account',
        merchant_account_id: options.merchantAccounts[order.amount.currency],
        account_holder_name: options.accountHolderName,
        reference: order.reference,
      },
    },
    user: { name: order.payer.name, email: order.payer.email },
    metadata: { attempt_id: order.attemptId, invoice_id: order.invoiceId },
    authorization_flow: { redirect: { return_uri: options.returnUrl } },
  }
}

/** For a payment that was created without its flow, as when the rail ignores the flow in the request. */
async function startFlow(
  client: TrueLayerClient,
  id: string,
  attemptId: string,
  returnUri: string,
): Promise<CreatedPayment> {
  const path = `/v3/payments/${encodeURIComponent(id)}/authorization-flow`
  const answer = await client.post(
    path,
    JSON.stringify({ redirect: { return_uri: returnUri } }),
    `flow-${attemptId}`,
  )
  const started = answer.status < 300 ? begun(id, read(Flow, answer)) : undefined
  if (!started) throw new RailUnavailableError(`starting the authorisation: status ${answer.status}`)
  return started
}

/**
 * Where the payer is to go; or that there is no point in going, as with a bank that is down the payment has failed
 * already. Undefined while its authorisation has not begun.
 */
function begun(providerPaymentId: string, flow: v.InferOutput<typeof Flow>): CreatedPayment | undefined {
  if (flow.status === 'failed') return { outcome: 'refused', reason: flow.failure_reason ?? 'unknown' }
  const next = flow.authorization_flow?.actions?.next
  if (next?.type !== 'redirect' || next.uri === undefined) return undefined
  return { outcome: 'created', providerPaymentId, redirectUrl: next.uri }
}
