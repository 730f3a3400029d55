import type { ImportRow, ImportTotal } from '../../../db/entities/index.ts'
import { type Progress, progressOf } from '../../../db/imports/batches.ts'
import { type StoredRow, listRows } from '../../../db/imports/rows.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { isOver, nationalTaxOfRow, pricedOfRow } from '../../../domain/import/index.ts'
import { isoOrNull } from '../../http/response/iso.ts'
import { customerView, linesView, nationalTaxView } from '../invoices/view/invoice-view.ts'
import { settingsView } from './settings-body.ts'

const SHOWN_ROWS = 10

export async function importView(em: EntityManager, subject: ImportRow) {
  const { header, problem, settings, confirmOptions } = subject
  const hasRows = subject.status !== 'refused' && subject.status !== 'uploading'
  const list = (which: 'valid' | 'invalid' | 'duplicate') =>
    hasRows ? listRows(em, subject, { which, after: 0, limit: SHOWN_ROWS }) : []
  const [validRows, invalidRows, duplicateRows] = [
    await list('valid'),
    await list('invalid'),
    await list('duplicate'),
  ]
  return {
    id: subject.id,
    object: 'import',
    mode: subject.mode,
    status: subject.status,
    paused: subject.pausedAt !== null,
    // A parse that has not ended has the totals of the parse before.
    parse_version: subject.status === 'parsing' ? null : subject.parseVersion,
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
      valid: subject.validRows,
      invalid: subject.invalidRows,
      duplicates: subject.duplicates,
    },
    invoices: {
      valid: sumOf(subject.totals, ({ count }) => count),
      duplicates: sumOf(subject.totals, ({ duplicates = 0 }) => duplicates),
    },
    totals: subject.totals.map(totalView),
    first_valid_rows: validRows.map(rowView),
    first_invalid_rows: invalidRows.map(rowView),
    first_duplicate_rows: duplicateRows.map(rowView),
    confirm_options: confirmOptions ?? null,
    progress: progressView(subject, await progressOf(em, subject.id)),
    created_at: subject.createdAt.toISOString(),
    read_at: isoOrNull(subject.readAt),
    confirmed_at: isoOrNull(subject.confirmedAt),
    ended_at: isoOrNull(subject.endedAt),
  }
}

function sumOf(totals: readonly ImportTotal[], count: (total: ImportTotal) => number): number {
  return totals.reduce((sum, total) => sum + count(total), 0)
}

function totalView({
  currency,
  count,
  amount,
  duplicates = 0,
  duplicates_amount: duplicatesAmount = 0,
}: ImportTotal) {
  return {
    currency,
    count,
    amount,
    duplicates: { count: duplicates, amount: duplicatesAmount },
  }
}

export function importSummary(subject: ImportRow) {
  const { id, mode, status, pausedAt, fileName, rows, validRows, invalidRows } = subject
  return {
    id,
    object: 'import',
    mode,
    status,
    paused: pausedAt !== null,
    file: { name: fileName ?? null, bytes: subject.fileBytes },
    rows: { total: rows, valid: validRows, invalid: invalidRows, duplicates: subject.duplicates },
    created_at: subject.createdAt.toISOString(),
    ended_at: isoOrNull(subject.endedAt),
  }
}

/** Amounts are in minor units. */
export function rowView(row: StoredRow) {
  const { rowNumber, lineNumber, firstRow, invoice, errors, duplicate, invoiceId } = row
  const [onlyLine, ...otherLines] = invoice?.lines ?? []
  return {
    row_number: rowNumber,
    line_number: lineNumber,
    first_row: firstRow,
    invoice: invoice && {
      customer: customerView(invoice),
      number: invoice.number ?? null,
      currency: invoice.currency,
      subtotal: invoice.subtotal,
      tax: invoice.tax,
      amount: invoice.amount,
      due_date: invoice.dueDate,
      issue_date: invoice.issueDate ?? null,
      amount_paid: invoice.amountPaid ?? 0,
      national_tax: nationalTaxView(nationalTaxOfRow(invoice)),
      purchase_order: invoice.purchaseOrder ?? null,
      buyer_reference: invoice.buyerReference ?? null,
      delivery_address: invoice.deliveryAddress ?? null,
      delivery_date: invoice.deliveryDate ?? null,
      service_period: invoice.servicePeriod ?? null,
      description: invoice.description,
      instructions: invoice.instructions ?? null,
      language: invoice.language ?? null,
      tax_rate: (otherLines.length === 0 && onlyLine?.taxRate) || null,
      prices_include_tax: pricedOfRow(invoice).pricesIncludeTax,
      lines: linesView(pricedOfRow(invoice)),
      metadata: invoice.metadata,
    },
    errors: (errors ?? []).map(({ column, value, code, detail }) => ({ column, value, code, detail })),
    duplicate_of: duplicate && duplicateView(duplicate),
    invoice_id: invoiceId ?? null,
  }
}

function duplicateView({ rowNumber, invoiceId, invoiceNumber = null }: NonNullable<StoredRow['duplicate']>) {
  return rowNumber === undefined
    ? { invoice_id: invoiceId, invoice_number: invoiceNumber }
    : { row_number: rowNumber }
}

export function progressView(subject: ImportRow, progress: Progress) {
  const { rows, validRows, invalidRows, invoicesToIssue, status, pausedAt } = subject
  const left = invoicesToIssue - progress.issued - progress.failed
  const isMoving = status === 'issuing' && pausedAt === null && progress.rate > 0
  return {
    parsed: rows,
    validated: validRows + invalidRows,
    invoices_to_issue: invoicesToIssue,
    issued: progress.issued,
    mailed: progress.mailed,
    delivered: progress.delivered,
    failed: progress.failed,
    undelivered: progress.undelivered,
    batches: { total: subject.batches, done: progress.batches_done },
    rate: isMoving ? Math.round(progress.rate * 10) / 10 : 0,
    seconds_left: isMoving ? Math.ceil(left / progress.rate) : null,
    done: isOver(status),
  }
}
