import { createHash } from 'node:crypto'
import type { AccountTransaction } from '../../../domain/payment/reconciliation.ts'

export function unreadableLine(line: unknown, idField: string, at: number): AccountTransaction {
  const fields: Record<string, unknown> = typeof line === 'object' && line !== null ? { ...line } : {}
  const given = fields[idField]
  const id =
    typeof given === 'string' && given !== ''
      ? given
      : `line_${createHash('sha256').update(JSON.stringify(line)).digest('hex').slice(0, 24)}`
  return { id, type: 'unreadable', amount: 0, at }
}
