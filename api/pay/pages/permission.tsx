import type { OfferedBank } from '../../../integrations/bank/rails.ts'

/** TrueLayer's terms for payers, with its privacy notice. */
const TERMS = 'https://truelayer.com/enduser_tos/'

export interface PermissionProps {
  banks: readonly Partial<Pick<OfferedBank, 'rail'>>[]
  /** What the payer does to say yes. */
  by: string
}

/**
 * What the payer consents to by paying. It stands below who is paid, how much and for what, and above the banks, where
 * nobody can choose one and not have passed it. Only TrueLayer takes our word for it: Token.io asks on its own pages.
 * https://docs.truelayer.com/docs/consent-guidelines-for-pay-ins
 */
export function Permission({ banks, by }: PermissionProps) {
  if (!banks.some(({ rail }) => rail === 'truelayer')) return null
  const isMixed = banks.some(({ rail }) => rail !== 'truelayer')
  return (
    <p class="muted">
      {by} you permit TrueLayer{isMixed ? ', or another service for some banks,' : ''} to start this payment
      from your bank account, and agree to TrueLayer’s{' '}
      <a href={TERMS} rel="noreferrer">
        terms of service and privacy notice
      </a>
      .
    </p>
  )
}
