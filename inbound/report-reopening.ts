import type { InvoiceClient } from '../clients/invoice-client.ts'
import {
  findUndelivered,
  markReopeningReported,
  type ReopenedAddress,
} from '../db/notifications/suppressed-addresses.ts'
import type { EntityManager } from '../db/orm.ts'

/**
 * The reopening must be committed before the call, because an invoice can send at once.
 *
 * @throws TemporalUnavailableError
 */
export async function reportReopening(
  { em, invoices }: { em: EntityManager; invoices: Pick<InvoiceClient, 'reopenAddress'> },
  reopened: ReopenedAddress,
): Promise<void> {
  const { id, channel, cause } = reopened
  for (const invoice of await findUndelivered(em, reopened)) {
    const at = Date.now() + invoice.testClockOffsetMs
    await invoices.reopenAddress(invoice, { channel, at, cause })
  }
  await markReopeningReported(em, id)
}
