export interface PagesNavProps {
  /** Null on the first page. */
  first: string | null
  /** Null on the last page. */
  next: string | null
}

export function PagesNav({ first, next }: PagesNavProps) {
  if (first === null && next === null) return null
  return (
    <nav class="pages" aria-label="Pages">
      {first === null ? <span /> : <a href={first}>To the first page</a>}
      {next === null ? null : (
        <a class="secondary" href={next}>
          Next page
        </a>
      )}
    </nav>
  )
}
