import type { InvoiceRow } from '../../../../db/entities/index.ts'
import { amountHeld } from '../../../../db/invoices/money-entries.ts'
import { isPayable } from '../../../../domain/invoice/index.ts'

export const ACTIONS = ['send', 'remind', 'void'] as const
export type Action = (typeof ACTIONS)[number]

export const ACTION_NAMES: Record<Action, string> = { send: 'Send', remind: 'Remind', void: 'Void' }

export const CONSEQUENCES: Record<Action, string> = {
  send: 'Each draft gets its number and its payment link, and is sent to its customer at once. After that it can be voided, but not deleted.',
  remind: 'Each customer gets an e-mail with the payment link at once.',
  void: 'Each invoice can no longer be paid, and its customer is told so. A credit note takes it back, if your settings say so. This cannot be undone.',
}

/** @returns the code of a refusal that is certain already */
export function refusalOf(
  action: Action,
  { status, onHoldSince, voidRequestedAt, delivery, money }: InvoiceRow,
): string | undefined {
  if (action === 'send') return status === 'draft' ? undefined : 'not_a_draft'
  if (status === 'draft') return 'not_issued'
  if (status === 'void') return 'voided'
  if (status === 'paid') return 'already_paid'
  if (voidRequestedAt) return 'void_requested'
  if (action === 'void') return amountHeld(money ?? null) > 0 ? 'partly_paid' : undefined
  if (!isPayable(status)) return undefined
  if (onHoldSince) return 'on_hold'
  return delivery === 'failed' ? 'undeliverable' : undefined
}
