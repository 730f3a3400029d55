import type { ImportRow } from '../../../db/entities/index.ts'
import type { Progress } from '../../../db/imports/batches.ts'
import { progressView } from '../../merchant/imports/import-view.ts'
import { count } from '../format.ts'
import type { Viewer } from '../viewer.ts'

interface ProgressProps {
  viewer: Viewer
  subject: ImportRow
  progress: Progress
}

/** The open page is loaded again when this state changes. */
export function stateOf({ status, pausedAt }: Pick<ImportRow, 'status' | 'pausedAt'>): string {
  return pausedAt ? 'paused' : status
}

export function ProgressCard({ viewer, subject, progress }: ProgressProps) {
  const { id, status, pausedAt } = subject
  const path = `${viewer.base}/imports/${id}`
  const isMoving = status === 'parsing' || (status === 'issuing' && !pausedAt)
  const live = isMoving
    ? {
        'hx-get': `${path}?seen=${stateOf(subject)}`,
        'hx-trigger': 'every 2s',
        'hx-target': '#progress',
        'hx-select': '#progress',
        'hx-swap': 'outerHTML',
      }
    : {}
  return (
    <section class="card" id="progress" aria-labelledby="progress-title" {...live}>
      <h2 id="progress-title">{status === 'parsing' ? 'The file is being read' : 'Progress'}</h2>
      {status === 'parsing' ? (
        <Parsing subject={subject} />
      ) : (
        <Issuing subject={subject} progress={progress} />
      )}
      {isMoving ? (
        <p>
          <a href={path}>Reload</a>
        </p>
      ) : null}
    </section>
  )
}

function Parsing({ subject }: Pick<ProgressProps, 'subject'>) {
  return (
    <>
      <progress aria-label="Rows read" />
      <p class="muted">{`${count(subject.rows, 'row')} read so far.`}</p>
    </>
  )
}

function Issuing({ subject, progress }: Pick<ProgressProps, 'subject' | 'progress'>) {
  const {
    invoices_to_issue: all,
    issued,
    mailed,
    failed,
    undelivered,
    rate,
    seconds_left: left,
  } = progressView(subject, progress)
  return (
    <>
      <progress max={Math.max(1, all)} value={issued + failed} aria-label="Invoices issued" />
      <dl class="facts">
        <dt>Issued</dt>
        <dd>{`${issued} of ${count(all, 'invoice')}`}</dd>
        <dt>E-mailed</dt>
        <dd>{mailed}</dd>
        {failed > 0 ? (
          <>
            <dt>Left out</dt>
            <dd>{`${count(failed, 'invoice')}, because they were not valid any more`}</dd>
          </>
        ) : null}
        {undelivered > 0 ? (
          <>
            <dt>Not e-mailed</dt>
            <dd>{`${undelivered}, because the address refuses mail`}</dd>
          </>
        ) : null}
        {left === null ? null : (
          <>
            <dt>Time left</dt>
            <dd>{`${durationOf(left)}, at ${rate} invoices a second`}</dd>
          </>
        )}
      </dl>
    </>
  )
}

function durationOf(seconds: number): string {
  return seconds < 90 ? count(seconds, 'second') : count(Math.ceil(seconds / 60), 'minute')
}
