import type { Child } from 'hono/jsx'
import type { Person } from '../../../identity/identity.ts'
import { Header } from '../../pages/header.tsx'
import { Page } from '../../pages/page.tsx'
import { SettingsNav, type SettingsPlace } from '../../pages/settings-nav.tsx'
import type { Mistakes } from '../form.ts'

export interface LayoutProps {
  title: string
  person?: Person | undefined
  mistakes?: Mistakes | undefined
  notice?: string | undefined
  /** Shows the page among the settings of the chosen merchant. */
  settings?: SettingsPlace
  children?: Child
}

export function Layout({ title, person, mistakes, notice, settings, children }: LayoutProps) {
  if (!person) {
    const header = (
      <header>
        <a class="wordmark" href="/sign-in">
          Duewell
        </a>
      </header>
    )
    return (
      <Page title={title} kind="narrow" header={header} mistakes={mistakes} notice={notice}>
        <h1>{title}</h1>
        {children}
      </Page>
    )
  }
  const place = person.merchantId ? settings : undefined
  const content = (
    <div class="reading stack">
      <h1>{title}</h1>
      {children}
    </div>
  )
  const header = <Header person={person} {...(place ? { section: 'settings' } : {})} />
  return (
    <Page title={title} kind="wide" header={header} mistakes={mistakes} notice={notice}>
      {place ? (
        <div class="with-nav">
          <SettingsNav person={person} {...place} />
          {content}
        </div>
      ) : (
        content
      )}
    </Page>
  )
}
