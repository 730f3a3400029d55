import type { Payment } from './payment.ts'
import type { FlowStep } from './flows.ts'

export function nextStep({ steps = [], providerId }: Payment): FlowStep | 'redirect' {
  return steps[0] ?? (providerId ? 'redirect' : 'provider_selection')
}

export function authorizeUrl({ id, secret }: Payment, publicUrl: string): string {
  return `${publicUrl}/bank/authorize/${id}?key=${secret}`
}
