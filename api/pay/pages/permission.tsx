import type { OfferedBank } from '../../../integrations/bank/rails.ts'

/** TrueLayer's terms for payers, which include the privacy notice. */
const TERMS = 'https://truelayer.com/enduser_tos/'

export interface PermissionProps {
  banks: readonly Partial<Pick<OfferedBank, 'rail'>>[]
  /** The act that gives consent, such as "By pressing Pay by bank". */
  by: string
}

/**
 * States the payer's consent above the banks, where every payer reads the text first. TrueLayer requires the
 * text, and Token.io has a separate consent page.
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
