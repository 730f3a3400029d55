import type { Payment } from './payment.ts'
import type { FlowStep } from './flows.ts'

/** Returns the client's next step while the payment is being authorised. */
export function nextStep({ steps = [], providerId }: Payment): FlowStep | 'redirect' {
  return steps[0] ?? (providerId ? 'redirect' : 'provider_selection')
}

/** The address of the bank's page for this payment, which only the payer should know. */
export function authorizeUrl({ id, secret }: Payment, publicUrl: string): string {
  return `${publicUrl}/bank/authorize/${id}?key=${secret}`
}
