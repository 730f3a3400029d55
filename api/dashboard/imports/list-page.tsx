import type { ImportRow } from '../../../db/entities/index.ts'
import { columnGuide } from '../../../domain/import/index.ts'
import type { Mistakes } from '../../identity/form.ts'
import { FileField } from '../../pages/fields.tsx'
import { count, dateTime } from '../format.ts'
import { DashboardPage } from '../layout.tsx'
import { PagesNav } from '../list-parts.tsx'
import type { Viewer } from '../viewer.ts'
import { fileNameOf, statusName, toneOf } from './import-words.ts'

export interface ImportListProps {
  viewer: Viewer
  rows: readonly ImportRow[]
  isFirst: boolean
  nextCursor: string | null
  mistakes?: Mistakes | undefined
}

export function ImportListPage({ viewer, rows, isFirst, nextCursor, mistakes }: ImportListProps) {
  const path = `${viewer.base}/imports`
  const mayWrite = viewer.may('invoice', 'write')
  return (
    <DashboardPage viewer={viewer} title="Imports" section="imports" mistakes={mistakes}>
      {mayWrite ? <UploadCard viewer={viewer} mistakes={mistakes} /> : null}
      {rows.length > 0 ? (
        <ImportTable viewer={viewer} rows={rows} />
      ) : (
        <section class="empty">
          <h2>{isFirst ? 'No imports yet' : 'No more imports'}</h2>
          <p>An import makes many invoices of one file. Each file that was uploaded is listed here.</p>
        </section>
      )}
      <PagesNav path={path} isFirst={isFirst} nextCursor={nextCursor} />
    </DashboardPage>
  )
}

/** The address names the merchant, because the file streams past the check of fields. */
function UploadCard({ viewer, mistakes }: Pick<ImportListProps, 'viewer' | 'mistakes'>) {
  const path = `${viewer.base}/imports`
  return (
    <section class="card reading" aria-labelledby="upload">
      <h2 id="upload">Import a file of invoices</h2>
      <p>
        {'Each row is an invoice. Begin with '}
        <a href={`${path}/template.csv`}>the template</a>
        {', or take the file of another program: its columns are found by their usual names.'}
      </p>
      <form method="post" enctype="multipart/form-data" action={`${path}?merchant=${viewer.merchantId}`}>
        <FileField
          name="file"
          label="CSV file"
          accept=".csv,.txt,text/csv,text/plain"
          hint="Choose it, or drop it here. At most 100 MB and 200,000 rows."
          mistakes={mistakes}
        />
        <p class="muted">Nothing is sent yet: first you see what the file says, and confirm it.</p>
        <button class="primary">Upload the file</button>
      </form>
      <details class="disclosure">
        <summary>What each column means</summary>
        <dl class="facts">
          {columnGuide().map(({ column, required, meaning, form }) => (
            <>
              <dt>
                <code>{column}</code>
              </dt>
              <dd>
                {`${meaning}.${required ? ' Required.' : ''}`}
                <span class="muted block">{form}</span>
              </dd>
            </>
          ))}
        </dl>
      </details>
    </section>
  )
}

function ImportTable({ viewer, rows }: Pick<ImportListProps, 'viewer' | 'rows'>) {
  return (
    <div class="table">
      <table>
        <caption>Uploaded files, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Status</th>
            <th scope="col" class="from-tablet">
              Uploaded
            </th>
            <th scope="col" class="number from-tablet">
              Rows
            </th>
            <th scope="col" class="number from-tablet">
              With errors
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <th scope="row">
                <a href={`${viewer.base}/imports/${row.id}`}>{fileNameOf(row)}</a>
                <span class="to-tablet">
                  <span class="muted">{dateTime(row.createdAt.getTime(), viewer.timeZone)}</span>
                  <span class="muted">
                    {`${count(row.rows, 'row')}${row.invalidRows ? `, ${row.invalidRows} with errors` : ''}`}
                  </span>
                </span>
              </th>
              <td>
                <span class={`badge ${toneOf(row)}`}>{statusName(row)}</span>
              </td>
              <td class="from-tablet nowrap">{dateTime(row.createdAt.getTime(), viewer.timeZone)}</td>
              <td class="number from-tablet">{row.rows}</td>
              <td class="number from-tablet">{row.invalidRows}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
