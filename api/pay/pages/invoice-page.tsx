import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import type { Bank } from '../../../integrations/bank/rail.ts'
import type { Notice } from '../status/page-status.ts'
import { type PageLanguage, withLanguage } from '../page-language.ts'
import { BankButtons, BankSearch, CountryField, type ListedBank, NoBank, NoPayments } from './bank-list.tsx'
import { Details, InvoiceSummary, TransferCard } from './invoice-parts.tsx'
import { LanguageField, Layout } from './layout.tsx'
import { Permission } from './permission.tsx'

export interface InvoicePageProps {
  document: InvoiceDocument
  language: PageLanguage
  payPath: string
  nonce?: string | undefined
  banks: ListedBank[]
  countries?: readonly string[]
  country?: string
  query: string
  chosen?: Bank | undefined
  overdue: boolean
  notice?: Notice | undefined
  isView?: boolean
  isSuspended?: boolean
}

export function InvoicePage({
  document,
  language,
  payPath,
  nonce,
  banks,
  countries,
  country,
  query,
  chosen,
  overdue,
  notice,
  isView = false,
  isSuspended = false,
}: InvoicePageProps) {
  const { locale } = language
  const { t } = locale
  const { number, merchant } = document
  const list = { action: `${payPath}#banks`, language, query, countries, country, chosen, selects: true }
  const withBank = chosen ? t('page.with_bank', { bank: chosen.name }) : ''
  return (
    <Layout
      title={t('page.title.invoice', { number, merchant: merchant.name })}
      language={language}
      payPath={payPath}
      behaviour="invoice"
      preview={document.preview}
      brand={document.brand}
      nonce={nonce}
      isView={isView}
    >
      <InvoiceSummary document={document} locale={locale} overdue={overdue} />
      {notice ? (
        <p class={notice.isGood ? 'notice good' : 'notice'} role="alert">
          {notice.text}
        </p>
      ) : null}
      <Details document={document} locale={locale} payPath={payPath} />
      {isSuspended ? (
        <NoPayments merchant={merchant} locale={locale} />
      ) : banks.length === 0 ? (
        <NoBank document={document} locale={locale} />
      ) : (
        <section class="card" id="banks" aria-label={t('banks.section')}>
          <h2>{t('banks.heading')}</h2>
          <Permission banks={banks} by="pay" locale={locale} />
          <BankSearch {...list} />
          <form method="get" action={`${payPath}#banks`}>
            {query ? <input type="hidden" name="q" value={query} /> : null}
            <CountryField countries={countries} country={country} />
            <LanguageField language={language} />
            <BankButtons {...list} banks={banks} />
          </form>
        </section>
      )}
      {isSuspended ? null : <TransferCard document={document} locale={locale} />}
      {banks.length === 0 || isView || document.preview ? null : (
        <OnPhone payPath={payPath} language={language} />
      )}
      {banks.length === 0 ? null : isView ? (
        <div class="pay">
          <button class="primary" disabled>
            {t('page.pay')}
          </button>
          <p class="chosen" role="status" data-text={locale.template('page.with_bank')}>
            {withBank}
          </p>
        </div>
      ) : (
        <form
          method="post"
          action={withLanguage(`${payPath}/pay`, language.chosen)}
          class="pay"
          autocomplete="off"
        >
          <input type="hidden" name="bank" value={chosen?.id ?? ''} />
          <input type="hidden" name="amount" value={document.amountRequested} />
          <button class="primary">{t('page.pay')}</button>
          <p class="chosen" role="status" data-text={locale.template('page.with_bank')}>
            {withBank}
          </p>
        </form>
      )}
    </Layout>
  )
}

/** CSS hides the code on phones, which then do not load the image. */
function OnPhone({ payPath, language }: { payPath: string; language: PageLanguage }) {
  const { t } = language.locale
  return (
    <section class="phone" aria-labelledby="phone">
      <h2 id="phone">{t('page.phone')}</h2>
      <img
        src={withLanguage(`${payPath}/qr.svg`, language.chosen)}
        alt={t('page.phone_code')}
        width="180"
        height="180"
        loading="lazy"
      />
      <p class="muted">{t('page.phone_text')}</p>
    </section>
  )
}
