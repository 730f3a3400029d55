import * as v from 'valibot'
import type { PaymentRequest } from '../../rail.ts'
import type { TrueLayerRailOptions } from '../options.ts'

/**
 * TrueLayer carries at most 18 characters in every scheme.
 *
 * @see https://docs.truelayer.com/docs/character-limitations-in-payments
 */
export const REFERENCE = /^[A-Za-z0-9 .,:'+?-]{1,18}$/

/** TrueLayer supports remitter names of at most 80 characters. */
const MAX_NAME = 80

/** TrueLayer refuses these characters in every field. */
const REFUSED_CHARACTERS = /[()^\p{Cc}]+/gu

function nameOf(text: string): string {
  return text.replace(REFUSED_CHARACTERS, ' ').replace(/ +/g, ' ').trim()
}

export function paymentBody(request: PaymentRequest, options: TrueLayerRailOptions): object {
  return {
    amount_in_minor: request.amount,
    currency: request.currency,
    payment_method: {
      type: 'bank_transfer',
      provider_selection: {
        type: 'preselected',
        provider_id: request.bankId,
        scheme_selection: { type: 'instant_preferred', allow_remitter_fee: false },
      },
      beneficiary: beneficiaryOf(request, options),
    },
    user: { name: nameOf(request.payer.name).slice(0, MAX_NAME).trim(), email: request.payer.email },
    metadata: { attempt_id: request.attemptId, invoice_id: request.invoiceId },
    authorization_flow: flowBody(options),
  }
}

export function flowBody({ returnUrl, directReturn }: TrueLayerRailOptions): object {
  return { redirect: { return_uri: returnUrl, ...(directReturn ? { direct_return_uri: returnUrl } : {}) } }
}

function beneficiaryOf(
  { currency, payout, remittanceReference }: PaymentRequest,
  options: TrueLayerRailOptions,
): object {
  switch (payout.type) {
    case 'merchant_account':
      return {
        type: 'merchant_account',
        merchant_account_id: options.merchantAccounts[currency],
        account_holder_name: nameOf(options.accountHolderName),
        reference: remittanceReference,
      }
    case 'iban':
      return {
        type: 'external_account',
        account_holder_name: nameOf(payout.holder),
        account_identifier: { type: 'iban', iban: payout.iban },
        reference: remittanceReference,
      }
    case 'sort_code': {
      const { sortCode: sort_code, accountNumber: account_number } = payout
      return {
        type: 'external_account',
        account_holder_name: nameOf(payout.holder),
        account_identifier: { type: 'sort_code_account_number', sort_code, account_number },
        reference: remittanceReference,
      }
    }
  }
}

const Body = v.object({
  payment_method: v.object({ provider_selection: v.object({ provider_id: v.string() }) }),
})

export function bankOf(body: string): string {
  return v.parse(v.pipe(v.string(), v.parseJson(), Body), body).payment_method.provider_selection.provider_id
}

const IntoAccount = v.object({
  payment_method: v.object({ beneficiary: v.object({ merchant_account_id: v.string() }) }),
})

export function merchantAccountOf(body: string): string | undefined {
  const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), IntoAccount), body)
  return success ? output.payment_method.beneficiary.merchant_account_id : undefined
}
