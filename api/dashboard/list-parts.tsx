import type { Child } from 'hono/jsx'

interface FilterFormProps {
  path: string
  isFiltered?: boolean
  children: Child
}

/** Needs htmx and an element `found` on the page to follow what is typed. */
export function LiveFilterForm({ path, ...props }: FilterFormProps) {
  const live = {
    'hx-get': path,
    'hx-trigger': 'input delay:200ms',
    'hx-target': '#found',
    'hx-select': '#found',
    'hx-swap': 'outerHTML',
    'hx-replace-url': 'true',
    'hx-sync': 'this:replace',
  }
  return <FilterForm {...props} path={path} live={live} />
}

export function FilterForm({
  path,
  isFiltered = false,
  live = {},
  children,
}: FilterFormProps & { live?: Record<string, string> }) {
  return (
    <form method="get" action={path} class="filters" role="search" {...live}>
      {children}
      <div class="actions">
        <button class="secondary">Show</button>
        {isFiltered ? <a href={path}>Show all</a> : null}
      </div>
    </form>
  )
}

interface PagesNavProps {
  path: string
  /** The cursor is no part of the filter. */
  filter?: Record<string, unknown>
  isFirst: boolean
  /** Null on the last page. */
  nextCursor: string | null
}

export function PagesNav({ path, filter = {}, isFirst, nextCursor }: PagesNavProps) {
  if (isFirst && nextCursor === null) return null
  return (
    <nav class="pages" aria-label="Pages">
      {isFirst ? <span /> : <a href={path + searchOf(filter)}>To the first page</a>}
      {nextCursor === null ? null : (
        <a class="secondary" href={path + searchOf({ ...filter, cursor: nextCursor })}>
          Next page
        </a>
      )}
    </nav>
  )
}

/** Leaves out what is empty, such as the fields of a form. */
export function searchOf(query: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === 'string') {
      if (value !== '') params.set(name, value)
    } else for (const [key, one] of Object.entries(value ?? {})) params.set(`${name}[${key}]`, String(one))
  }
  const search = params.toString()
  return search ? `?${search}` : ''
}
