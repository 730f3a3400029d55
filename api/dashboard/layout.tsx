import type { Child } from 'hono/jsx'
import type { Mistakes } from '../identity/form.ts'
import { Header, type Section } from '../pages/header.tsx'
import { Hidden } from '../pages/fields.tsx'
import { HTMX_PATH } from '../pages/assets.ts'
import { Page } from '../pages/page.tsx'
import type { Viewer } from './viewer.ts'

export interface DashboardPageProps {
  viewer: Viewer
  title: string
  section?: Section
  actions?: Child
  mistakes?: Mistakes | undefined
  notice?: string | undefined
  scripts?: readonly string[]
  /** Events from this address change the open page. */
  live?: string
  children?: Child
}

export function DashboardPage({
  viewer,
  title,
  section,
  actions,
  mistakes,
  notice,
  scripts = [],
  live,
  children,
}: DashboardPageProps) {
  const { person, mode } = viewer
  const header = <Header person={person} mode={mode} {...(section ? { section } : {})} />
  return (
    <Page
      {...{ title, header, mistakes, notice }}
      kind={`wide ${mode}`}
      scripts={live === undefined ? scripts : [...new Set([HTMX_PATH, ...scripts])]}
    >
      <div class="page-head">
        <h1>{title}</h1>
        {actions ? <div class="actions">{actions}</div> : null}
      </div>
      {live === undefined ? null : <Live path={live} />}
      {children}
    </Page>
  )
}

/** The news is announced by screen readers, because it exists before its text comes. */
function Live({ path }: { path: string }) {
  return (
    <>
      <div id="news" class="news" role="status"></div>
      <div
        id="live"
        hidden
        hx-sse:connect={path}
        hx-sse:close="view_ended"
        hx-swap="none"
        hx-config='{"sse":{"reconnectDelay":2000}}'
      ></div>
    </>
  )
}

interface ActionFormProps {
  viewer: Viewer
  /** Begins with a slash, after the path of the mode. */
  path: string
  id?: string
  class?: string
  children?: Child
}

/** Each form names its merchant, so that a switch in another tab is noticed. */
export function ActionForm({ viewer, path, id, class: kind, children }: ActionFormProps) {
  return (
    <form method="post" action={`${viewer.base}${path}`} id={id} class={kind}>
      <Hidden name="merchant" value={viewer.merchantId} />
      {children}
    </form>
  )
}

export function RemoveButton({ what, index }: { what: 'line' | 'reminder'; index: number }) {
  return (
    <button
      class="link"
      name="do"
      value={`remove_${what}.${index}`}
      formnovalidate
      aria-label={`Remove ${what} ${index + 1}`}
    >
      Remove
    </button>
  )
}

/** Must be the first button of its form, because Enter presses that one. */
export function EnterButton({ does }: { does: 'update' | 'preview' }) {
  return (
    <button class="hidden" name="do" value={does} formnovalidate tabindex={-1} aria-hidden="true">
      Update
    </button>
  )
}
