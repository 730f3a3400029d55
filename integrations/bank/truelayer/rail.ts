import * as v from 'valibot'
import type { Currency } from '../../../domain/money.ts'
import type { Bank, BankRail, CreatedPayment, PaymentOrder } from '../rail.ts'
import { RailUnavailableError } from '../rail.ts'
import { read, refusalReason } from './answers.ts'
import { searchProviders } from './banks.ts'
import { TrueLayerClient, type TrueLayerSettings } from './client.ts'
import { readingOf } from './payment-states.ts'
import { createRefunds } from './refunds.ts'
import { readStatement } from './statement.ts'
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
 * TrueLayer Payments v3 for GBP and EUR. Paid means `settled` in a merchant account, `executed` to any other account.
 * https://docs.truelayer.com/docs/payments-overview
 */
export function createTrueLayerRail(options: TrueLayerRailOptions): BankRail {
  const client = new TrueLayerClient(options)
  const lists = new Map<Currency, { banks: Bank[]; until: number }>()

  return {
    id: 'truelayer',
    capabilities: {
      currencies: Object.keys(options.merchantAccounts),
      refunds: (currency, { type }) =>
        type === 'merchant_account' && options.merchantAccounts[currency] !== undefined,
      cancel: true,
    },

    reaches(currency, { type }) {
      if (type === 'merchant_account') return options.merchantAccounts[currency] !== undefined
      return currency === (type === 'iban' ? 'EUR' : 'GBP')
    },

    async listBanks(currency) {
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
    async readStatement(currency, from, to) {
      const accountId = options.merchantAccounts[currency]
      return accountId === undefined ? undefined : readStatement(client, accountId, from, to)
    },
    verifyWebhook: createWebhookVerifier(options.webhookJku),
    readWebhook,
  }
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
      beneficiary: beneficiaryOf(order, options),
    },
    user: { name: order.payer.name, email: order.payer.email },
    metadata: { attempt_id: order.attemptId, invoice_id: order.invoiceId },
    authorization_flow: { redirect: { return_uri: options.returnUrl } },
  }
}

/** https://docs.truelayer.com/reference/create-payment: closed loop into a merchant account, or any other account. */
function beneficiaryOf({ amount, payout, reference }: PaymentOrder, options: TrueLayerRailOptions): object {
  switch (payout.type) {
    case 'merchant_account':
      return {
        type: 'merchant_account',
        merchant_account_id: options.merchantAccounts[amount.currency],
        account_holder_name: options.accountHolderName,
        reference,
      }
    case 'iban':
      return {
        type: 'external_account',
        account_holder_name: payout.holder,
        account_identifier: { type: 'iban', iban: payout.iban },
        reference,
      }
    case 'sort_code': {
      const { sortCode: sort_code, accountNumber: account_number } = payout
      return {
        type: 'external_account',
        account_holder_name: payout.holder,
        account_identifier: { type: 'sort_code_account_number', sort_code, account_number },
        reference,
      }
    }
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
