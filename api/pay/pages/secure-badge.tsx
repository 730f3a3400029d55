import type { Locale } from '../../../domain/texts/locale.ts'

export function SecureBadge({ locale: { t } }: { locale: Locale }) {
  return (
    <section class="card secure" aria-labelledby="secure">
      <h2 id="secure">{t('secure.heading')}</h2>
      <ul>
        <li>{t('secure.bank')}</li>
        <li>{t('secure.amount')}</li>
        <li>{t('secure.confirmed')}</li>
      </ul>
    </section>
  )
}
