import type { Child } from 'hono/jsx'
import type { Mistakes } from '../identity/form.ts'
import { Header, type Section } from '../pages/header.tsx'
import { Hidden } from '../pages/fields.tsx'
import { Page } from '../pages/page.tsx'
import type { Viewer } from './viewer.ts'

export interface DashboardPageProps {
  viewer: Viewer
  title: string
  section?: Section
  /** Buttons and links to the right of the title. */
  actions?: Child
  mistakes?: Mistakes | undefined
  notice?: string | undefined
  scripts?: readonly string[]
  children?: Child
}

export function DashboardPage({
  viewer,
  title,
  section,
  actions,
  mistakes,
  notice,
  scripts,
  children,
}: DashboardPageProps) {
  const { person, mode } = viewer
  const header = <Header person={person} mode={mode} {...(section ? { section } : {})} />
  return (
    <Page {...{ title, header, mistakes, notice }} kind={`wide ${mode}`} scripts={scripts ?? []}>
      <div class="page-head">
        <h1>{title}</h1>
        {actions ? <div class="actions">{actions}</div> : null}
      </div>
      {children}
    </Page>
  )
}

interface ActionFormProps {
  viewer: Viewer
  /** Begins with a slash, after the path of the mode. */
  path: string
  class?: string
  children?: Child
}

/** Each form names its merchant, so that a switch in another tab is noticed. */
export function ActionForm({ viewer, path, class: kind, children }: ActionFormProps) {
  return (
    <form method="post" action={`${viewer.base}${path}`} class={kind}>
      <Hidden name="merchant" value={viewer.merchantId} />
      {children}
    </form>
  )
}
