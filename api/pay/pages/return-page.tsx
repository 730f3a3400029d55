import type { PageLanguage } from '../page-language.ts'
import { Layout } from './layout.tsx'

export interface ReturnPageProps {
  language: PageLanguage
}

/**
 * A script posts the answer, because browsers do not send the part after the `#`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-7.1
 */
export function ReturnPage({ language }: ReturnPageProps) {
  const { t } = language.locale
  return (
    <Layout title={t('return.title')} language={language} behaviour="return">
      <section class="card state">
        <h1>{t('return.title')}</h1>
        <p>{t('return.text')}</p>
        <form method="post" action="/pay/return" class="returned" hidden>
          <input type="hidden" name="query" />
          <input type="hidden" name="fragment" />
        </form>
      </section>
    </Layout>
  )
}

export function LateReturnPage({ language }: ReturnPageProps) {
  const { t } = language.locale
  return (
    <Layout title={t('return.late.title')} language={language}>
      <section class="card state">
        <h1>{t('return.late.title')}</h1>
        <p>{t('return.late.text')}</p>
      </section>
    </Layout>
  )
}
