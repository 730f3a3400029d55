import * as v from 'valibot'
import { createStaleOnErrorCache } from '../shared/stale-on-error-cache.ts'
import { confirmCancellation } from '../shared/cancellation.ts'
import { type BankRail, expectFound, type RailPaymentReport, railStatusText } from '../rail.ts'
import { countryOfIban, SEPA_COUNTRIES } from '../shared/iban-countries.ts'
import { schemeLimit } from '../shared/bank-limits.ts'
import { refuseInvalidRequest } from '../shared/invalid-request.ts'
import { logUnknownStatus } from '../shared/log-unknown-status.ts'
import { faultsOf, minorUnits, read, refusalReason } from './http/answers.ts'
import { createAuthorization, Flow } from './payments/authorization-flow.ts'
import { COUNTRIES, countriesOf, searchProviders } from './banks.ts'
import { TrueLayerClient } from './http/client.ts'
import type { TrueLayerRailOptions } from './options.ts'
import { createDirectReturn } from './payments/direct-return.ts'
import { bankOf, merchantAccountOf, paymentBody, REFERENCE } from './payments/payment-body.ts'
import { paymentReportOf } from './payments/payment-report.ts'
import { createRefunds } from './payments/refunds.ts'
import { readStatement } from './statement.ts'
import { createWebhookVerifier, readWebhook } from './webhooks/verify.ts'

export type { TrueLayerRailOptions } from './options.ts'

const Created = v.object({ id: v.string(), ...Flow.entries })

const Payment = v.object({
  status: v.string(),
  amount_in_minor: v.optional(v.unknown()),
  currency: v.optional(v.string()),
  failure_reason: v.optional(v.string()),
  failure_stage: v.optional(v.string()),
})

export function createTrueLayerRail(options: TrueLayerRailOptions): BankRail {
  const client = new TrueLayerClient(options)
  const authorize = createAuthorization(client, options)
  const banks = createStaleOnErrorCache(
    'truelayer',
    (currency) => searchProviders(client, currency, options.log),
    options.log,
  )

  return {
    id: 'truelayer',
    capabilities: {
      currencies: Object.keys(COUNTRIES),
      accountCurrencies: Object.keys(options.merchantAccounts),
      countries: countriesOf,
      refunds: (currency, { type }) =>
        type === 'merchant_account' && options.merchantAccounts[currency] !== undefined,
      cancel: true,
      limit: schemeLimit,
      reference: () => REFERENCE,
    },

    supports(currency, payout) {
      switch (payout.type) {
        case 'merchant_account':
          return options.merchantAccounts[currency] !== undefined
        case 'iban':
          return this.ibanCountries(currency).includes(countryOfIban(payout.iban))
        case 'sort_code':
          return currency === 'GBP'
      }
    },
    ibanCountries: (currency) => (currency === 'EUR' ? SEPA_COUNTRIES : []),

    listBanks: (currency) => banks.get(currency),

    preparePayment: (request) => JSON.stringify(paymentBody(request, options)),

    async createPayment(attemptId, body) {
      const answer = await client.post('/v3/payments', body, attemptId)
      if (answer.status !== 201 && answer.status !== 200) {
        const reason = refusalReason(answer)
        if (reason !== 'invalid_parameters') return { outcome: 'refused', reason }
        const detail = faultsOf(answer)
        return refuseInvalidRequest(options.log, { rail: 'truelayer', attemptId, reason, detail })
      }
      const created = read(Created, answer)
      return authorize(this, { id: created.id, attemptId, bankId: bankOf(body) }, created)
    },

    async readPayment(providerPaymentId) {
      const answer = await client.get(`/v3/payments/${encodeURIComponent(providerPaymentId)}`)
      expectFound('reading the payment', answer.status)
      const payment = read(Payment, answer)
      const report = paymentReportOf(payment)
      logUnknownStatus(options.log, 'truelayer', providerPaymentId, report)
      return { ...report, ...moneyOf(payment) }
    },

    async cancelPayment(providerPaymentId) {
      const path = `/v3/payments/${encodeURIComponent(providerPaymentId)}/actions/cancel`
      const request = client.post(path, '', `cancel-${providerPaymentId}`)
      return confirmCancellation(request, () => this.readPayment(providerPaymentId))
    },

    ...createRefunds(client, options.log),
    async readStatement(currency, from, to) {
      const accountId = options.merchantAccounts[currency]
      if (accountId === undefined) return undefined
      return readStatement(client, { accountId, currency }, from, to, options.log)
    },
    settlementAccountOf: merchantAccountOf,
    isSettlementAccount: (account, currency) => account === options.merchantAccounts[currency],
    ...(options.directReturn ? createDirectReturn(client) : {}),
    verifyWebhook: createWebhookVerifier(options.webhookJku),
    readWebhook,
  }
}

function moneyOf({
  amount_in_minor: reported,
  currency,
}: v.InferOutput<typeof Payment>): Pick<RailPaymentReport, 'amount' | 'currency' | 'unreadableAmount'> {
  const known = currency === undefined ? {} : { currency }
  if (reported === undefined) return known
  if (v.is(minorUnits, reported)) return { ...known, amount: reported }
  return { ...known, unreadableAmount: railStatusText(JSON.stringify(reported), currency) }
}
