import type { InvoiceDocument, Profile } from '../../../domain/invoice/document.ts'
import type { Rail } from '../../../domain/invoice/index.ts'
import type { Money } from '../../../domain/shared/money.ts'
import type { Locale } from '../../../domain/texts/locale.ts'
import type { Bank } from '../../../integrations/bank/rail.ts'
import { ALL_COUNTRIES } from '../bank-country.ts'
import { type PageLanguage, withLanguage } from '../page-language.ts'
import { EmailLink } from './contact.tsx'
import { LanguageField } from './layout.tsx'

export interface ListedBank extends Bank {
  rail?: Rail
  logoPath?: string
  unavailable?: 'maintenance' | 'unavailable' | { limit: Money }
}

export interface BankSearchProps {
  action: string
  language: PageLanguage
  query: string
  countries?: readonly string[] | undefined
  country?: string | undefined
  chosen?: Bank | undefined
  selects?: boolean
}

/** Each form repeats what the others choose. */
export function BankSearch(props: BankSearchProps) {
  const { action, language, query, countries = [], country = ALL_COUNTRIES } = props
  const { t } = language.locale
  const isOffered = countries.length > 1
  const { selects = false, chosen } = props
  const bank = selects ? <input type="hidden" name="bank" value={chosen?.id ?? ''} /> : null
  return (
    <>
      {isOffered ? (
        <form method="get" action={action} class="search">
          <label for="country">{t('banks.country')}</label>
          <div class="country">
            <Countries countries={countries} country={country} locale={language.locale} />
            <button>{t('banks.show')}</button>
          </div>
          {bank}
          <LanguageField language={language} />
        </form>
      ) : null}
      <form method="get" action={action} class="search" role="search">
        <label for="q">{t('banks.search')}</label>
        <input id="q" name="q" type="search" value={query} autocomplete="off" maxlength={100} />
        <CountryField countries={countries} country={country} />
        {bank}
        <LanguageField language={language} />
      </form>
    </>
  )
}

export function CountryField({ countries = [], country }: Pick<BankSearchProps, 'countries' | 'country'>) {
  return countries.length > 1 && country ? <input type="hidden" name="country" value={country} /> : null
}

interface CountriesProps {
  countries: readonly string[]
  country: string
  locale: Locale
}

function Countries({ countries, country, locale }: CountriesProps) {
  const named = countries
    .map((code) => ({ code, name: locale.country(code) }))
    .toSorted((a, b) => a.name.localeCompare(b.name, locale.tag))
  return (
    <select id="country" name="country">
      {named.map(({ code, name }) => (
        <option value={code} selected={code === country}>
          {name}
        </option>
      ))}
      <option value={ALL_COUNTRIES} selected={country === ALL_COUNTRIES}>
        {locale.t('banks.all_countries')}
      </option>
    </select>
  )
}

export interface BankButtonsProps extends BankSearchProps {
  banks: ListedBank[]
}

export function BankButtons(props: BankButtonsProps) {
  const { banks, language, query, selects = false, chosen } = props
  const { locale } = language
  const searched = folded(query.trim())
  const countryName = countryNamesOf(banks, locale)
  const isShown = (bank: Bank) => folded(`${bank.name} ${countryName(bank)}`).includes(searched)
  return (
    <>
      <ul class="banks" data-last-used={locale.t('banks.last_used')}>
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
      <SearchResult {...props} isEmpty={!banks.some(isShown)} />
    </>
  )
}

/** The status is also for screen readers, and states how many banks a search leaves. */
function SearchResult({ action, language, query, country, isEmpty }: BankSearchProps & { isEmpty: boolean }) {
  const { t, template } = language.locale
  const noneFound = t('banks.none_found')
  const [path = '', fragment = ''] = action.split('#')
  const everywhere = withLanguage(`${path}?country=${ALL_COUNTRIES}`, language.chosen)
  return (
    <>
      <p class="none" role="status" data-none={noneFound} data-shown={template('banks.shown')}>
        {isEmpty ? noneFound : ''}
      </p>
      {country && country !== ALL_COUNTRIES ? (
        <p class="everywhere" hidden={!isEmpty}>
          <a href={`${everywhere}&q=${encodeURIComponent(query)}#${fragment}`}>{t('banks.search_all')}</a>
        </p>
      ) : null}
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
  const email = <EmailLink {...merchant} />
  return (
    <p class="notice" role="alert">
      {locale.parts('page.no_payments', { merchant: merchant.name, email })}
    </p>
  )
}

function Logo({ bank }: { bank: ListedBank }) {
  return (
    <span class="initial" aria-hidden="true" data-initial={Array.from(bank.name)[0]}>
      {bank.logoPath ? <img src={bank.logoPath} alt="" width="36" height="36" loading="lazy" /> : null}
    </span>
  )
}

/** The result must equal that of `folded` in `script.ts` for a trimmed text. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
