import type { Attention } from '../../../db/summary/read-attention.ts'
import type { FirstSteps } from '../../../db/summary/read-first-steps.ts'
import type { LiveStanding, MissingForLive } from '../../../domain/merchant/trust.ts'
import type { LoadedSummary } from '../../merchant/summary/load-summary.ts'
import { Field } from '../../pages/fields.tsx'
import { day } from '../format.ts'
import { DashboardPage } from '../layout.tsx'
import type { Viewer } from '../viewer.ts'
import { AttentionSection } from './attention-section.tsx'
import { CurrencySection } from './currency-section.tsx'
import { FirstStepsSection } from './first-steps-section.tsx'

/** Days. */
export const PERIODS = [30, 90, 365] as const

export interface OverviewProps {
  viewer: Viewer
  summary: LoadedSummary
  attention: Attention
  /** In test mode only if the merchant is suspended. */
  standing: LiveStanding | undefined
  /** Absent in live mode, and for people who write no invoices. */
  firstSteps: FirstSteps | undefined
  /** Absent if the person chose the dates. */
  days: number | undefined
}

export function OverviewPage({ viewer, summary, attention, standing, firstSteps, days }: OverviewProps) {
  const { period, currencies } = summary
  const mayWrite = viewer.may('invoice', 'write')
  return (
    <DashboardPage
      viewer={viewer}
      title="Overview"
      section="overview"
      actions={
        mayWrite ? (
          <a class="primary" href={`${viewer.base}/invoices/new`}>
            New invoice
          </a>
        ) : null
      }
    >
      {standing ? <Standing viewer={viewer} standing={standing} /> : null}
      {firstSteps ? <FirstStepsSection viewer={viewer} steps={firstSteps} /> : null}
      <AttentionSection viewer={viewer} attention={attention} />
      {currencies.length === 0 ? (
        firstSteps ? null : (
          <NoInvoices viewer={viewer} />
        )
      ) : (
        <>
          <Periods viewer={viewer} period={period} days={days} />
          {currencies.map((one) => (
            <CurrencySection viewer={viewer} summary={one} period={period} />
          ))}
        </>
      )}
    </DashboardPage>
  )
}

function Periods({
  viewer,
  period,
  days,
}: Pick<OverviewProps, 'viewer' | 'days'> & Pick<LoadedSummary, 'period'>) {
  return (
    <div class="stack">
      <nav class="periods" aria-label="Period">
        <span class="muted">{`${day(period.from)} to ${day(period.to)}`}</span>
        {PERIODS.map((one) => (
          <a href={`${viewer.base}?days=${one}`} aria-current={one === days ? 'true' : undefined}>
            {`${one} days`}
          </a>
        ))}
      </nav>
      <details class="disclosure" open={days === undefined}>
        <summary>Choose the dates</summary>
        <form method="get" action={viewer.base}>
          <div class="fields">
            <Field name="from" label="From" type="date" value={period.from} />
            <Field name="to" label="To" type="date" value={period.to} />
          </div>
          <div class="actions">
            <button class="secondary">Show</button>
          </div>
        </form>
      </details>
    </div>
  )
}

function NoInvoices({ viewer }: { viewer: Viewer }) {
  const mayWrite = viewer.may('invoice', 'write')
  return (
    <section class="empty" aria-labelledby="first">
      <h2 id="first">No invoices yet</h2>
      <p>
        Here you see what is outstanding, what is late and what came in, as soon as there is a first invoice.
      </p>
      {mayWrite ? (
        <a class="primary" href={`${viewer.base}/invoices/new`}>
          Write the first invoice
        </a>
      ) : null}
    </section>
  )
}

function Standing({
  viewer,
  standing: { status, reason, missing },
}: {
  viewer: Viewer
  standing: LiveStanding
}) {
  if (status === 'suspended') {
    return (
      <p class="notice bad" role="status">
        {`Your account is suspended${reason ? `: ${reason}` : ''}. Nothing can be sent until the operators lift it.`}
      </p>
    )
  }
  if (missing.length === 0) return null
  return (
    <div class="notice info">
      <p>Before live invoices can be sent, this is missing:</p>
      <ul>
        {missing.map((one) => (
          <li>
            {one === 'payout_account' ? (
              <a href={`${viewer.base}/settings/payout-accounts`}>{MISSING[one]}</a>
            ) : (
              MISSING[one]
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

const MISSING: Record<MissingForLive, string> = {
  confirmed_email: 'An owner has to confirm their e-mail address, by the link that was sent to it.',
  payout_account: 'The account to which the money goes.',
  approval: 'The operators look at each new merchant. They have not approved yours yet.',
}
