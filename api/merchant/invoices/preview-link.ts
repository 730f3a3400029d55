import type { InvoiceRow } from '../../../db/entities/index.ts'
import { signPreviewToken, signViewToken } from '../../../domain/payment/payment-link.ts'
import type { LinkContext } from './view/invoice-view.ts'
import { DAY_MS } from '../../../domain/shared/durations.ts'

const PREVIEW_MS = DAY_MS

/**
 * A draft's link leads through the whole payment at sandbox banks. An issued invoice's shows what the customer
 * sees, and does not count as a view. `expiresAt` is in milliseconds since 1970.
 */
export function previewLink(
  { id, status }: Pick<InvoiceRow, 'id' | 'status'>,
  { publicUrl, linkKeys }: LinkContext,
): { url: string; expiresAt: number } {
  const expiresAt = Math.floor((Date.now() + PREVIEW_MS) / 1_000) * 1_000
  const path =
    status === 'draft'
      ? `preview/${signPreviewToken(id, expiresAt, linkKeys)}`
      : `view/${signViewToken(id, expiresAt, linkKeys)}`
  return { url: `${publicUrl}/${path}`, expiresAt }
}
