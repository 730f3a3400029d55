import type { InvoiceClient } from '../clients/invoice-client.ts'
import {
  endSuppression,
  findUndelivered,
  type SuppressedAddress,
} from '../db/notifications/suppressed-addresses.ts'
import type { EntityManager } from '../db/orm.ts'
import type { AddressReopening } from '../domain/invoice/index.ts'

/**
 * @param tx a transaction that holds the lock of `lockSuppressions`
 * @throws TemporalUnavailableError; the address is still suppressed, and a retry is safe
 */
export async function reopenAddress(
  { tx, invoices }: { tx: EntityManager; invoices: Pick<InvoiceClient, 'reopenAddress'> },
  suppressed: SuppressedAddress,
  cause: AddressReopening['cause'],
): Promise<void> {
  const { channel } = suppressed
  for (const invoice of await findUndelivered(tx, suppressed)) {
    const at = Date.now() + invoice.testClockOffsetMs
    await invoices.reopenAddress(invoice, { channel, at, cause })
  }
  await endSuppression(tx, suppressed, cause.actor)
}
