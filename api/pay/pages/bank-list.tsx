import type { InvoiceDocument, Profile } from '../../../domain/invoice/document.ts'
import type { Rail } from '../../../domain/invoice/index.ts'
import type { Money } from '../../../domain/shared/money.ts'
import type { Locale } from '../../../domain/texts/locale.ts'
import type { Bank } from '../../../integrations/bank/rail.ts'
import type { PageLanguage } from '../page-language.ts'
import { LanguageField } from './layout.tsx'

export interface BankSearchProps {
  action: string
  language: PageLanguage
  query: string
  chosen?: Bank | undefined
}

export function BankSearch({ action, language, query, chosen }: BankSearchProps) {
  return (
    <form method="get" action={action} class="search" role="search">
      <label for="q">{language.locale.t('banks.search')}</label>
      <input id="q" name="q" type="search" value={query} autocomplete="off" maxlength={100} />
      {chosen ? <input type="hidden" name="bank" value={chosen.id} /> : null}
      <LanguageField language={language} />
    </form>
  )
}

export interface ListedBank extends Bank {
  rail?: Rail
  unavailable?: 'maintenance' | 'unavailable' | { limit: Money }
}

export interface BankButtonsProps {
  banks: ListedBank[]
  locale: Locale
  query: string
  selects?: boolean
  chosen?: Bank | undefined
}

export function BankButtons({ banks, locale, query, selects = false, chosen }: BankButtonsProps) {
  const searched = folded(query.trim())
  const countryName = countryNamesOf(banks, locale)
  const isShown = (bank: Bank) => folded(`${bank.name} ${countryName(bank)}`).includes(searched)
  const noneFound = locale.t('banks.none_found')
  return (
    <>
      <ul class="banks">
        {banks.map((bank) => (
          <li hidden={!isShown(bank)}>
            <button
              name="bank"
              value={bank.id}
              aria-pressed={selects ? String(chosen?.id === bank.id) : undefined}
              disabled={bank.unavailable !== undefined}
            >
              <Logo bank={bank} />
              <span>
                <span class="name">{bank.name}</span>
                {countryName(bank) ? <small> {countryName(bank)}</small> : null}
                {bank.unavailable ? <small> {unavailableText(bank.unavailable, locale)}</small> : null}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p class="none" role="status" data-text={noneFound}>
        {banks.some(isShown) ? '' : noneFound}
      </p>
    </>
  )
}

function unavailableText(unavailable: NonNullable<ListedBank['unavailable']>, { t, money }: Locale): string {
  return typeof unavailable === 'string'
    ? t(`banks.${unavailable}`)
    : t('banks.limit', { amount: money(unavailable.limit) })
}

export function NoBank({ document, locale }: { document: InvoiceDocument; locale: Locale }) {
  if (document.preview) return <NoSandboxBank currency={document.currency} />
  return <p class="notice">{locale.t('page.no_bank', { merchant: document.merchant.name })}</p>
}

function NoSandboxBank({ currency }: Pick<InvoiceDocument, 'currency'>) {
  return (
    <p class="notice" lang="en">
      {`No sandbox bank is set up for ${currency}, so the payment cannot be tried here.`}
    </p>
  )
}

function countryNamesOf(banks: readonly Bank[], locale: Locale): (bank: Bank) => string {
  const isMixed = new Set(banks.map(({ country }) => country)).size > 1
  return ({ country }) => (isMixed && /^[A-Z]{2}$/.test(country) ? locale.country(country) : '')
}

export function NoPayments({ merchant, locale }: { merchant: Profile; locale: Locale }) {
  const email = <a href={`mailto:${merchant.email}`}>{merchant.email}</a>
  return (
    <p class="notice" role="alert">
      {locale.parts('page.no_payments', { merchant: merchant.name, email })}
    </p>
  )
}

function Logo({ bank }: { bank: Bank }) {
  if (bank.logoUrl) return <img src={bank.logoUrl} alt="" width="36" height="36" loading="lazy" />
  return <span class="initial" aria-hidden="true" data-initial={Array.from(bank.name)[0]}></span>
}

/** The result must equal that of `folded` in `script.ts` for a trimmed text. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
