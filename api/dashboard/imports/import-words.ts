import type { ImportRow } from '../../../db/entities/index.ts'
import type { ImportStatus } from '../../../domain/import/index.ts'

const STATUS_NAMES: Record<ImportStatus, string> = {
  uploading: 'Uploading',
  parsing: 'Reading',
  refused: 'Cannot be read',
  review: 'To be reviewed',
  issuing: 'Sending',
  completed: 'Sent',
  cancelled: 'Cancelled',
  expired: 'Expired',
}

export function statusName({ status, pausedAt }: Pick<ImportRow, 'status' | 'pausedAt'>): string {
  return status === 'issuing' && pausedAt ? 'Paused' : STATUS_NAMES[status]
}

export function toneOf({ status }: Pick<ImportRow, 'status'>): string {
  if (status === 'completed') return 'paid'
  if (status === 'refused') return 'failed'
  return status === 'review' || status === 'issuing' ? 'viewed' : ''
}

export function fileNameOf({ fileName }: Pick<ImportRow, 'fileName'>): string {
  return fileName || 'File without a name'
}

export const DONE = {
  settings: 'The file is read again.',
  confirm: 'The invoices are being sent.',
  pause: 'The import is paused. What has begun is finished.',
  resume: 'The import goes on.',
  cancel: 'The import is cancelled. Issued invoices stay.',
  earlier: 'This file was uploaded before. This is its import: nothing is sent twice.',
}
