import type { Child } from 'hono/jsx'
import type { ImportRow } from '../../../db/entities/index.ts'
import type { Progress } from '../../../db/imports/batches.ts'
import type { StoredRow } from '../../../db/imports/rows.ts'
import { isOver, undecidedColumns } from '../../../domain/import/index.ts'
import type { Channel } from '../../../domain/invoice/index.ts'
import { HTMX_PATH } from '../../pages/assets.ts'
import { Check, Choice, Hidden } from '../../pages/fields.tsx'
import { type Attempt, CommandForm } from '../command-form.tsx'
import { count, dateTime, money } from '../format.ts'
import { DashboardPage } from '../layout.tsx'
import { withShown } from '../shown-fields.ts'
import type { Viewer } from '../viewer.ts'
import { fileNameOf, statusName, toneOf } from './import-words.ts'
import { ProgressCard } from './progress-card.tsx'
import { ReadingCard } from './reading-card.tsx'
import { enteredAgain, leavesOutUnread, type Reading, readingFields } from './reading-form.ts'
import { LIST_NAMES, ROW_LISTS, type RowList, RowsTable } from './rows-tables.tsx'
import { sumsToSend } from './sums.ts'

export interface ImportView {
  subject: ImportRow
  progress: Progress
  rows: Record<RowList, readonly StoredRow[]>
  /** Absent once the file was erased, or the import is confirmed. */
  reading: Reading | undefined
}

export interface ImportPageProps {
  viewer: Viewer
  view: ImportView
  channels: readonly Channel[]
  attempt?: Attempt | undefined
  notice?: string | undefined
}

export function ImportPage(props: ImportPageProps) {
  const { viewer, view, attempt, notice } = props
  const { subject, progress, reading } = view
  const { status } = subject
  const mayWrite = viewer.may('invoice', 'write')
  const isSending = status === 'issuing' || (isOver(status) && subject.confirmedAt)
  return (
    <DashboardPage
      viewer={viewer}
      title={fileNameOf(subject)}
      section="imports"
      notice={notice}
      mistakes={attempt?.mistakes}
      scripts={[HTMX_PATH]}
    >
      <section class="lead" aria-label="Status">
        <p>
          <span class={`badge ${toneOf(subject)}`}>{statusName(subject)}</span>
        </p>
        <p class="muted">
          {`Uploaded ${dateTime(subject.createdAt.getTime(), viewer.timeZone)}. ${RESULT[status] ?? ''}`}
        </p>
      </section>
      {status === 'parsing' || isSending ? (
        <ProgressCard viewer={viewer} subject={subject} progress={progress} />
      ) : null}
      {isSending ? <SentCard viewer={viewer} subject={subject} /> : null}
      {subject.problem && status === 'refused' ? <ProblemCard subject={subject} /> : null}
      {status === 'review' ? <ReviewCard {...props} /> : null}
      {mayWrite && reading ? (
        <ReadingCard
          viewer={viewer}
          subject={subject}
          reading={reading}
          {...readingState(reading, subject, attempt)}
        />
      ) : null}
      {ROW_LISTS.map((which) => (
        <RowsSection viewer={viewer} view={view} which={which} />
      ))}
      {mayWrite && !isOver(status) ? <CommandsCard {...props} /> : null}
    </DashboardPage>
  )
}

function readingState(reading: Reading, subject: ImportRow, attempt: Attempt | undefined) {
  const saved = readingFields(reading, subject)
  // The button that leaves out columns has no field to keep.
  if (attempt?.command !== 'settings' || leavesOutUnread(attempt.fields))
    return { fields: withShown(saved), mistakes: undefined }
  return { fields: enteredAgain(attempt.fields, saved), mistakes: attempt.mistakes }
}

const RESULT: Partial<Record<ImportRow['status'], string>> = {
  review: 'Nothing is sent before you confirm it.',
  refused: 'Nothing was sent.',
  cancelled: 'It was cancelled. Invoices that were issued before stay.',
  expired: 'It was not confirmed within 30 days. Upload the file again to send it.',
}

function SentCard({ viewer, subject }: { viewer: Viewer; subject: ImportRow }) {
  const path = `${viewer.base}/imports/${subject.id}`
  const isLeftOut = subject.invalidRows + subject.duplicates > 0
  return (
    <ul class="actions">
      <li>
        <a href={`${viewer.base}/invoices?import=${subject.id}`}>Its invoices</a>
      </li>
      {isLeftOut ? (
        <li>
          <a href={`${path}/errors.csv`}>Download what was left out, to correct it</a>
        </li>
      ) : null}
    </ul>
  )
}

function ProblemCard({ subject: { problem } }: { subject: ImportRow }) {
  if (!problem) return null
  return (
    <section class="card reading" aria-labelledby="problem">
      <h2 id="problem">This file cannot be read</h2>
      <p>{withoutJson(problem.detail)}</p>
      {problem.preview.length > 0 ? (
        <pre class="letter">
          <code>{problem.preview.join('\n')}</code>
        </pre>
      ) : null}
    </section>
  )
}

/** The texts of the API end in requests, which people do not write. */
function withoutJson(detail: string): string {
  return detail.replaceAll(/: \{"\w+": (?:\{.*?\}|"\w+")\}/g, '')
}

function ReviewCard({ viewer, view: { subject }, channels }: ImportPageProps) {
  const { id, parseVersion, totals, validRows, invalidRows, blankRows, questions } = subject
  const duplicates = totals.reduce((all, total) => all + (total.duplicates ?? 0), 0)
  const sums = sumsToSend(totals, 'send')
  const undecided = undecidedColumns(questions)
  return (
    <section class="card" aria-labelledby="review">
      <h2 id="review">What would be sent</h2>
      {sums.length === 0 ? <p>No row can be sent yet.</p> : null}
      <dl class="facts">
        {sums.map(({ currency, invoices, amount }) => (
          <>
            <dt>{currency}</dt>
            <dd>
              <strong>{money(amount, currency)}</strong>
              {` in ${count(invoices, 'invoice')}`}
            </dd>
          </>
        ))}
        <dt>Rows</dt>
        <dd>
          {`${validRows} without errors, ${invalidRows} with errors${blankRows > 0 ? `, ${blankRows} blank` : ''}`}
        </dd>
        {duplicates > 0 ? (
          <>
            <dt>Duplicates</dt>
            <dd>{`${count(duplicates, 'invoice')} with the customer, amount and due date of another`}</dd>
          </>
        ) : null}
      </dl>
      {invalidRows > 0 ? (
        <p>
          <a href={`${viewer.base}/imports/${id}/errors.csv`}>Download the rows with errors</a>
          {', correct them there and upload that file: it holds only these rows.'}
        </p>
      ) : null}
      {viewer.may('invoice', 'write') && sums.length > 0 && undecided.length === 0 ? (
        <form method="get" action={`${viewer.base}/imports/${id}/confirm`}>
          <Hidden name="version" value={String(parseVersion)} />
          {duplicates > 0 ? (
            <Choice
              name="duplicates"
              label="Duplicates"
              options={[
                ['skip', 'Leave them out'],
                ['send', 'Send them too: both are meant'],
              ]}
            />
          ) : null}
          {invalidRows === 0 ? (
            <Check name="rows" value="all" label="Send nothing if a row is not valid any more" />
          ) : null}
          {channels.includes('sms') ? (
            <Check name="sms" label="Text messages too, where the number is known" />
          ) : null}
          <button class="primary">Continue: see what will happen</button>
        </form>
      ) : null}
      {undecided.length > 0 ? (
        <p class="notice info">
          {`Before it can be sent: what is in ${undecided.map((header) => `“${header}”`).join(', ')}?`}
        </p>
      ) : null}
    </section>
  )
}

function RowsSection({ viewer, view, which }: { viewer: Viewer; view: ImportView; which: RowList }) {
  const { subject, rows } = view
  const shown = rows[which]
  const { validRows: valid, invalidRows: invalid, duplicates: duplicate } = subject
  const all = { valid, invalid, duplicate }[which]
  if (shown.length === 0) return null
  return (
    <section class="stack" aria-labelledby={`rows-${which}`}>
      <h2 id={`rows-${which}`}>{`${LIST_NAMES[which]}: ${all}`}</h2>
      <RowsTable viewer={viewer} which={which} rows={shown} />
      {all > shown.length ? (
        <p>
          <a href={`${viewer.base}/imports/${subject.id}/rows?which=${which}`}>{`All ${all}`}</a>
        </p>
      ) : null}
    </section>
  )
}

function CommandsCard({ viewer, view: { subject }, attempt }: ImportPageProps) {
  const { id, status, pausedAt } = subject
  const form = (command: string, title: string, consequence: string, button: Child) => (
    <CommandForm {...{ viewer, subject: `/imports/${id}`, command, attempt, title, consequence }}>
      {button}
    </CommandForm>
  )
  return (
    <section class="card reading" aria-labelledby="commands">
      <h2 id="commands">What you can do</h2>
      {status === 'issuing' && !pausedAt
        ? form(
            'pause',
            'Pause',
            'The invoices of the running batches are still issued and sent. No others follow until you resume.',
            <button class="secondary">Pause the import</button>,
          )
        : null}
      {pausedAt
        ? form(
            'resume',
            'Resume',
            'The invoices that are left are issued and sent.',
            <button class="primary">Resume the import</button>,
          )
        : null}
      {form(
        'cancel',
        'Cancel',
        status === 'issuing'
          ? 'Nothing more is issued. Invoices that were issued stay, and are still e-mailed.'
          : 'Nothing of this file is sent. It can be uploaded again.',
        <button class="danger">Cancel the import</button>,
      )}
    </section>
  )
}
