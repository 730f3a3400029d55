import type { InvoiceRow } from '../../../db/entities/index.ts'
import { type InvoiceStatus, isPayable } from '../../../domain/invoice/index.ts'

export const STATUS_NAMES: Record<InvoiceStatus, string> = {
  draft: 'Draft',
  sent: 'Sent',
  viewed: 'Viewed',
  overdue: 'Overdue',
  paid: 'Paid',
  void: 'Void',
}

type Badged = Pick<InvoiceRow, 'status' | 'delivery' | 'onHoldSince' | 'voidRequestedAt' | 'sendAt'>

export function StatusBadge({ row }: { row: Badged }) {
  const { status, delivery, onHoldSince, voidRequestedAt, sendAt } = row
  const isOpen = isPayable(status)
  const isScheduled = status === 'draft' && sendAt
  return (
    <span class="badges">
      <span class={`badge ${status}`}>{isScheduled ? 'Scheduled' : STATUS_NAMES[status]}</span>
      {isOpen && delivery === 'failed' ? <span class="badge failed">Not delivered</span> : null}
      {isOpen && onHoldSince ? <span class="badge">On hold</span> : null}
      {isOpen && voidRequestedAt ? <span class="badge">Being voided</span> : null}
    </span>
  )
}
