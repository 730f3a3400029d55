interface PagesProps {
  isFirst: boolean
  /** The address of the first page. */
  first: string
  /** Absent on the last page. */
  next: string | undefined
}

export function Pages({ isFirst, first, next }: PagesProps) {
  if (isFirst && next === undefined) return null
  return (
    <nav class="pages" aria-label="Pages">
      {isFirst ? <span /> : <a href={first}>To the first page</a>}
      {next === undefined ? null : (
        <a class="secondary" href={next}>
          Next page
        </a>
      )}
    </nav>
  )
}
