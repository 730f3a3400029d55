import type { ImportRow, ImportSum } from '../../../db/entities/index.ts'
import { type Progress, progressOf } from '../../../db/imports/batches.ts'
import { type KeptRow, listRows } from '../../../db/imports/rows.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { isOver } from '../../../domain/import/index.ts'
import { settingsView } from './settings-body.ts'

const SHOWN_ROWS = 10

/** An import as the API shows it: how the file was read, what is in it, and how far its sending is. */
export async function importView(em: EntityManager, subject: ImportRow) {
  const { header, problem, settings, choice } = subject
  const hasRows = subject.state !== 'refused' && subject.state !== 'uploading'
  const list = (which: 'good' | 'bad' | 'duplicate') =>
    hasRows ? listRows(em, subject, { which, after: 0, limit: SHOWN_ROWS }) : []
  const [good, bad, duplicates] = [await list('good'), await list('bad'), await list('duplicate')]
  return {
    id: subject.id,
    object: 'import',
    mode: subject.mode,
    state: subject.state,
    paused: subject.pausedAt !== null,
    file: { name: subject.fileName ?? null, bytes: subject.fileBytes, sha256: subject.sha256 ?? null },
    problem: problem ?? null,
    settings: settings ? settingsView(settings) : null,
    columns: header
      ? header.names.map((name, index) => ({ header: name, read_as: header.targets[index] ?? null }))
      : [],
    unknown_columns: header?.unknown ?? [],
    questions: subject.questions,
    rows: {
      total: subject.rows,
      blank: subject.blankRows,
      good: subject.good,
      failed: subject.bad,
      duplicates: subject.duplicates,
    },
    sums: subject.sums.map(sumView),
    first_rows: good.map(rowView),
    first_errors: bad.map(rowView),
    first_duplicates: duplicates.map(rowView),
    choice: choice ?? null,
    progress: progressView(subject, await progressOf(em, subject.id)),
    created_at: subject.createdAt.toISOString(),
    read_at: instant(subject.readAt),
    confirmed_at: instant(subject.confirmedAt),
    ended_at: instant(subject.endedAt),
  }
}

/** What the good rows of a currency come to, and those of them that look like duplicates. Minor units. */
function sumView({ currency, count, amount, duplicates = 0, duplicates_amount: twice = '0' }: ImportSum) {
  return { currency, count, amount: Number(amount), duplicates: { count: duplicates, amount: Number(twice) } }
}

/** A line of a list of imports. */
export function importLine(subject: ImportRow) {
  const { id, mode, state, pausedAt, fileName, rows, good, bad } = subject
  return {
    id,
    object: 'import',
    mode,
    state,
    paused: pausedAt !== null,
    file: { name: fileName ?? null, bytes: subject.fileBytes },
    rows: { total: rows, good, failed: bad, duplicates: subject.duplicates },
    created_at: subject.createdAt.toISOString(),
    ended_at: instant(subject.endedAt),
  }
}

/** A row as it will look, or everything that is wrong with it. Amounts in minor units. */
export function rowView({ row, line, invoice, errors, duplicate, invoiceId }: KeptRow) {
  return {
    row,
    line,
    invoice: invoice && {
      customer: {
        name: invoice.customerName,
        email: invoice.customerEmail,
        phone: invoice.customerPhone ?? null,
        billing_address: invoice.billingAddress ?? null,
      },
      number: invoice.number ?? null,
      currency: invoice.currency,
      subtotal: Number(invoice.subtotal),
      tax: Number(invoice.tax),
      amount: Number(invoice.amount),
      due_date: invoice.dueDate,
      description: invoice.description,
      instructions: invoice.instructions ?? null,
      language: invoice.language ?? null,
      tax_rate: invoice.taxRate ?? null,
      metadata: invoice.metadata,
    },
    errors: (errors ?? []).map(({ column, value, code, detail }) => ({ column, value, code, detail })),
    duplicate_of: duplicate ?? null,
    invoice_id: invoiceId ?? null,
  }
}

/**
 * How far it is. Rows: staged (read in), validated (checked), issued (are invoices), mailed (with the mail provider),
 * delivered (arrived, as the provider says), failed (after the review) and undelivered. `rate` is in invoices a
 * second over the last minute, `seconds_left` follows from it.
 */
export function progressView(subject: ImportRow, progress: Progress) {
  const { rows, good, bad, toIssue, state, pausedAt } = subject
  const left = toIssue - progress.issued - progress.failed
  const isMoving = state === 'issuing' && pausedAt === null && progress.rate > 0
  return {
    staged: rows,
    validated: good + bad,
    to_issue: toIssue,
    issued: progress.issued,
    mailed: progress.mailed,
    delivered: progress.delivered,
    failed: progress.failed,
    undelivered: progress.undelivered,
    chunks: { total: subject.chunks, done: progress.chunks_done },
    rate: isMoving ? Math.round(progress.rate * 10) / 10 : 0,
    seconds_left: isMoving ? Math.ceil(left / progress.rate) : null,
    done: isOver(state),
  }
}

function instant(date: Date | null | undefined): string | null {
  return date?.toISOString() ?? null
}
