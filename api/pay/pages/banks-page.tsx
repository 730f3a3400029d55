import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import { type PageLanguage, withLanguage } from '../page-language.ts'
import { BankButtons, BankSearch, type ListedBank, NoBank } from './bank-list.tsx'
import { InvoiceSummary } from './invoice-parts.tsx'
import { Layout } from './layout.tsx'
import { Permission } from './permission.tsx'

export interface BanksPageProps {
  document: InvoiceDocument
  language: PageLanguage
  payPath: string
  nonce?: string | undefined
  banks: ListedBank[]
  countries?: readonly string[]
  country?: string
  query: string
}

export function BanksPage(props: BanksPageProps) {
  const { document, language, payPath, nonce, banks, countries, country, query } = props
  const { locale, chosen } = language
  const { t } = locale
  const list = { action: `${payPath}/banks`, language, query, countries, country }
  return (
    <Layout
      title={t('banks.title', { merchant: document.merchant.name })}
      language={language}
      payPath={payPath}
      behaviour="banks"
      preview={document.preview}
      brand={document.brand}
      nonce={nonce}
    >
      <InvoiceSummary document={document} locale={locale} />
      {banks.length === 0 ? (
        <NoBank document={document} locale={locale} />
      ) : (
        <section class="card" aria-label={t('banks.section')}>
          <h2>{t('banks.heading')}</h2>
          <p class="muted">{t('banks.approve_there')}</p>
          <Permission banks={banks} by="choose" locale={locale} />
          <BankSearch {...list} />
          <form method="post" action={withLanguage(`${payPath}/pay`, chosen)}>
            <input type="hidden" name="amount" value={document.amountRequested} />
            <BankButtons {...list} banks={banks} />
          </form>
        </section>
      )}
      <p class="back">
        <a href={withLanguage(payPath, chosen)}>{t('page.back')}</a>
      </p>
    </Layout>
  )
}
