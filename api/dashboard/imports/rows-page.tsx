import type { ImportRow } from '../../../db/entities/index.ts'
import type { StoredRow } from '../../../db/imports/rows.ts'
import { DashboardPage } from '../layout.tsx'
import { PagesNav } from '../list-parts.tsx'
import type { Viewer } from '../viewer.ts'
import { fileNameOf } from './import-words.ts'
import { LIST_NAMES, type RowList, RowsTable } from './rows-tables.tsx'

export interface RowsPageProps {
  viewer: Viewer
  subject: ImportRow
  which: RowList
  rows: readonly StoredRow[]
  isFirst: boolean
  nextCursor: string | null
}

export function RowsPage({ viewer, subject, which, rows, isFirst, nextCursor }: RowsPageProps) {
  const path = `${viewer.base}/imports/${subject.id}`
  return (
    <DashboardPage viewer={viewer} title={LIST_NAMES[which]} section="imports">
      <p>
        <a href={path}>{`Back to ${fileNameOf(subject)}`}</a>
      </p>
      {rows.length > 0 ? (
        <RowsTable viewer={viewer} which={which} rows={rows} />
      ) : (
        <section class="empty">
          <p>There are no such rows.</p>
        </section>
      )}
      <PagesNav path={`${path}/rows`} filter={{ which }} isFirst={isFirst} nextCursor={nextCursor} />
    </DashboardPage>
  )
}
