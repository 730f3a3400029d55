import type { Locale } from '../../../domain/texts/locale.ts'
import type { ListedBank } from './bank-list.tsx'

const TERMS = 'https://truelayer.com/enduser_tos/'

export interface PermissionProps {
  banks: readonly ListedBank[]
  by: 'pay' | 'choose'
  locale: Locale
}

/**
 * TrueLayer requires the consent text.
 *
 * @see https://docs.truelayer.com/docs/consent-guidelines-for-pay-ins
 */
export function Permission({ banks, by, locale }: PermissionProps) {
  if (!banks.some(({ rail }) => rail === 'truelayer')) return null
  const isMixed = banks.some(({ rail }) => rail !== 'truelayer')
  const terms = (
    <a href={TERMS} rel="noreferrer">
      {locale.t('consent.terms')}
    </a>
  )
  const pay = locale.t('page.pay')
  return (
    <p class="muted">{locale.parts(isMixed ? `consent.${by}_mixed` : `consent.${by}`, { pay, terms })}</p>
  )
}
