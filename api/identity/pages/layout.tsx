import type { Child } from 'hono/jsx'
import type { Person } from '../../../identity/identity.ts'
import { Header } from '../../pages/header.tsx'
import { Page } from '../../pages/page.tsx'
import type { Mistakes } from '../form.ts'

export interface LayoutProps {
  title: string
  person?: Person | undefined
  mistakes?: Mistakes | undefined
  notice?: string | undefined
  children?: Child
}

export function Layout({ title, person, mistakes, notice, children }: LayoutProps) {
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
  return (
    <Page title={title} kind="wide" header={<Header person={person} />} mistakes={mistakes} notice={notice}>
      <div class="reading stack">
        <h1>{title}</h1>
        {children}
      </div>
    </Page>
  )
}
