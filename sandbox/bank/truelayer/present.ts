import { authorizeUrl, nextStep } from '../model/flow.ts'
import { describeSource } from '../model/payer-accounts.ts'
import { isClosedLoop, type Payment } from '../model/payment.ts'
import { describeAppearance, selectableProviders } from './providers.ts'

export function describePayment(payment: Payment, publicUrl: string): object {
  const { request, returnUri } = payment
  const { provider_selection: selection, beneficiary, type } = request.payment_method
  return {
    id: payment.id,
    amount_in_minor: request.amount_in_minor,
    currency: request.currency,
    user: { id: payment.userId },
    payment_method: {
      type,
      provider_selection: { ...selection, ...chosen(payment) },
      beneficiary,
    },
    ...(request.metadata ? { metadata: request.metadata } : {}),
    created_at: instant(payment.createdAt),
    status: payment.status,
    ...(payment.account ? { payment_source: describeSource(payment) } : {}),
    ...(payment.authorizedAt ? { authorized_at: instant(payment.authorizedAt) } : {}),
    ...(payment.executedAt ? { executed_at: instant(payment.executedAt) } : {}),
    ...(payment.settledAt ? { settled_at: instant(payment.settledAt), settlement_risk: LOW_RISK } : {}),
    ...failureOf(payment),
    ...(returnUri
      ? {
          authorization_flow: {
            ...(payment.status === 'authorizing'
              ? { actions: { next: describeNext(payment, publicUrl) } }
              : {}),
            configuration: {
              provider_selection: { status: payment.canSelectProvider ? 'supported' : 'not_supported' },
              redirect: { status: 'supported', return_uri: returnUri },
            },
          },
        }
      : {}),
  }
}

export function describeFlow(payment: Payment, publicUrl: string): object {
  const { status } = payment
  if (status === 'failed') return { status, ...failureOf(payment) }
  if (status !== 'authorizing') return { status }
  return { status, authorization_flow: { actions: { next: describeNext(payment, publicUrl) } } }
}

/** @see https://docs.truelayer.com/docs/payment-webhooks */
export function describeForWebhook(payment: Payment): object {
  const { metadata, payment_method: method } = payment.request
  return {
    payment_id: payment.id,
    payment_method: { type: method.type, ...chosen(payment) },
    ...(payment.account && payment.status !== 'failed' ? { payment_source: describeSource(payment) } : {}),
    user_id: payment.userId,
    ...(metadata ? { metadata } : {}),
    ...timesOf(payment),
  }
}

export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

const LOW_RISK = { category: 'low_risk' }

function timesOf(payment: Payment): object {
  switch (payment.status) {
    case 'authorized':
      return { authorized_at: instant(payment.authorizedAt ?? 0) }
    case 'executed':
      return {
        executed_at: instant(payment.executedAt ?? 0),
        ...(isClosedLoop(payment) && payment.request.currency === 'EUR' ? { settlement_risk: LOW_RISK } : {}),
      }
    case 'settled':
      return { settled_at: instant(payment.settledAt ?? 0), settlement_risk: LOW_RISK }
    case 'failed':
      return failureOf(payment)
    case 'authorization_required':
    case 'authorizing':
      return {}
  }
}

function failureOf(payment: Payment): object {
  if (!payment.failedAt) return {}
  return {
    failed_at: instant(payment.failedAt),
    failure_stage: payment.failureStage,
    failure_reason: payment.failureReason,
  }
}

function chosen({ providerId, schemeId }: Payment): object {
  return {
    ...(providerId ? { provider_id: providerId } : {}),
    ...(schemeId ? { scheme_id: schemeId } : {}),
  }
}

function describeNext(payment: Payment, publicUrl: string): object {
  const type = nextStep(payment)
  switch (type) {
    case 'redirect':
      return { type, uri: authorizeUrl(payment, publicUrl), metadata: { type: 'provider' } }
    case 'provider_selection': {
      const { filter } = payment.request.payment_method.provider_selection
      const providers = selectableProviders(payment.request.currency, filter)
      return { type, providers: providers.map((bank) => describeAppearance(bank, publicUrl)) }
    }
    case 'consent':
      return { type, subsequent_action_hint: 'redirect' }
    case 'form':
      return { type, inputs: [BRANCH_CODE] }
    case 'retry':
      return { type, retry_options: ['restart'] }
    case 'scheme_selection':
      return { type, schemes: [{ id: 'sepa_credit_transfer_instant', recommended: true }] }
    case 'user_account_selection':
      return { type, user_accounts: [] }
    case 'wait':
    case 'spoken_password':
      return { type }
  }
}

const BRANCH_CODE = {
  type: 'text',
  id: 'branch-code',
  mandatory: true,
  display_text: { key: 'branch-code.display_text', default: 'Branch code' },
  description: { key: 'branch-code.description', default: 'Three digits' },
  format: 'numerical',
  sensitive: false,
  min_length: 3,
  max_length: 3,
  regexes: [],
}
