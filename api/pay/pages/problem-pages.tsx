import { amountHeld, type InvoiceDocument, moneyOf } from '../../../domain/invoice/document.ts'
import type { Brand } from '../../../domain/merchant/brand.ts'
import { type PageLanguage, withLanguage } from '../page-language.ts'
import { Question } from './contact.tsx'
import { Layout } from './layout.tsx'

export interface LinkProblemProps {
  problem: 'unknown' | 'expired' | 'revoked' | 'void' | 'paid'
  language: PageLanguage
  merchant?: { name: string; email: string }
  payPath?: string | undefined
  isRequested?: boolean
  isNewLinkSent?: boolean
  isView?: boolean
  voided?: VoidedInvoice | undefined
  brand?: Brand
  nonce?: string
}

export interface VoidedInvoice {
  document: InvoiceDocument
  creditNotes: readonly { id: string; number: string }[]
}

export function LinkProblemPage(props: LinkProblemProps) {
  const { problem, language, merchant, payPath, isRequested, isNewLinkSent, isView = false } = props
  const { brand, nonce, voided } = props
  const { locale, chosen } = language
  const { t } = locale
  const title = t(`link.${problem}.title`)
  const canRequest = merchant && payPath && (problem === 'expired' || problem === 'revoked')
  return (
    <Layout title={title} language={language} isView={isView} brand={brand} nonce={nonce}>
      <section class="card state">
        <h1>{title}</h1>
        <p>{t(isNewLinkSent ? 'link.revoked.newer' : `link.${problem}.text`)}</p>
        {voided ? <Voided {...voided} language={language} payPath={payPath} /> : null}
        {canRequest ? (
          isRequested ? (
            <p role="status">
              <strong>{t('link.requested', { merchant: merchant.name })}</strong> {t('link.requested_next')}
            </p>
          ) : (
            <form method="post" action={withLanguage(`${payPath}/request-link`, chosen)}>
              <button class="primary">{t('link.request')}</button>
            </form>
          )
        ) : null}
        {merchant ? <Question merchant={merchant} locale={locale} /> : <p>{t('link.unknown.help')}</p>}
      </section>
    </Layout>
  )
}

function Voided({
  document,
  creditNotes,
  language: { locale, chosen },
  payPath,
}: VoidedInvoice & Pick<LinkProblemProps, 'language' | 'payPath'>) {
  const { t } = locale
  const { number, merchant } = document
  const held = amountHeld(document)
  return (
    <>
      <p>{t('invoice.title', { number })}</p>
      {held > 0 ? (
        <p>{t('void.held', { amount: moneyOf(document, locale)(held), merchant: merchant.name })}</p>
      ) : null}
      {payPath === undefined
        ? null
        : creditNotes.map((note) => (
            <p>
              <a class="download" href={withLanguage(`${payPath}/credit-notes/${note.id}.pdf`, chosen)}>
                {t('pdf.credit_note_title', { number: note.number })}
              </a>
            </p>
          ))}
    </>
  )
}

export interface ErrorPageProps {
  title: string
  text: string
  language: PageLanguage
  back?: string
  preview?: boolean
}

export function ErrorPage({ title, text, language, back, preview }: ErrorPageProps) {
  const { locale, chosen } = language
  return (
    <Layout title={title} language={language} preview={preview}>
      <section class="card state">
        <h1>{title}</h1>
        <p>{text}</p>
        {back ? (
          <p>
            <a href={withLanguage(back, chosen)}>{locale.t('page.back')}</a>
          </p>
        ) : null}
      </section>
    </Layout>
  )
}
