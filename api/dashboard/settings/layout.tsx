import { SettingsNav, type SettingsPlace } from '../../pages/settings-nav.tsx'
import { DashboardPage, type DashboardPageProps } from '../layout.tsx'

export interface SettingsPageProps extends Omit<DashboardPageProps, 'section'>, SettingsPlace {}

export function SettingsPage({ here, isBelow, children, ...page }: SettingsPageProps) {
  const { person, base } = page.viewer
  return (
    <DashboardPage {...page} section="settings">
      <div class="with-nav">
        <SettingsNav person={person} base={base} here={here} isBelow={isBelow} />
        <div class="stack">{children}</div>
      </div>
    </DashboardPage>
  )
}

/** Shows settings to people who may not change them. */
export function Facts({ rows }: { rows: readonly (readonly [label: string, value: string | null])[] }) {
  return (
    <section class="card reading">
      <dl class="facts">
        {rows.map(([label, value]) => (
          <>
            <dt>{label}</dt>
            <dd class="pre">{value || '–'}</dd>
          </>
        ))}
      </dl>
      <p class="muted">Owners and admins can change this.</p>
    </section>
  )
}

export const DONE: Readonly<Record<string, string>> = {
  saved: 'Saved.',
  removed: 'Removed.',
  logo: 'The logo is uploaded.',
}
