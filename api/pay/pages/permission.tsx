import type { ListedBank } from './bank-list.tsx'

const TERMS = 'https://truelayer.com/enduser_tos/'

export interface PermissionProps {
  banks: readonly ListedBank[]
  by: string
}

/**
 * TrueLayer requires the consent text.
 *
 * @see https://docs.truelayer.com/docs/consent-guidelines-for-pay-ins
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
