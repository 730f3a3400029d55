import * as v from 'valibot'
import type { PaymentOrder } from '../../rail.ts'
import type { TrueLayerRailOptions } from '../options.ts'

/** The body of the request that creates a payment. https://docs.truelayer.com/reference/create-payment */
export function paymentBody(order: PaymentOrder, options: TrueLayerRailOptions): object {
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
    authorization_flow: flowBody(options),
  }
}

/** What our pages can do for the payer on the way to the bank: send them there. */
export function flowBody({ returnUrl, directReturn }: TrueLayerRailOptions): object {
  return { redirect: { return_uri: returnUrl, ...(directReturn ? { direct_return_uri: returnUrl } : {}) } }
}

/** Closed loop into a merchant account, or any other account. */
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

const Body = v.object({
  payment_method: v.object({ provider_selection: v.object({ provider_id: v.string() }) }),
})

/** The bank that the payer chose, out of a body that was made here. */
export function bankOf(body: string): string {
  return v.parse(v.pipe(v.string(), v.parseJson(), Body), body).payment_method.provider_selection.provider_id
}

const IntoAccount = v.object({
  payment_method: v.object({ beneficiary: v.object({ merchant_account_id: v.string() }) }),
})

/** The merchant account that the money goes to, out of such a body; undefined if it names none. */
export function merchantAccountOf(body: string): string | undefined {
  const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), IntoAccount), body)
  return success ? output.payment_method.beneficiary.merchant_account_id : undefined
}
