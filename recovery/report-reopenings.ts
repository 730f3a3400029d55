import type { InvoiceClient } from '../clients/invoice-client.ts'
import {
  findUndelivered,
  markReopeningReported,
  type ReopenedAddress,
  unreportedReopenings,
} from '../db/notifications/suppressed-addresses.ts'
import type { EntityManager } from '../db/orm.ts'
import { BATCH_ROWS, type RecoveryJob } from './deps.ts'
import { createReloadJob } from './workflows/reload-workflows.ts'

export const reportReopenings: RecoveryJob = createReloadJob<ReopenedAddress>({
  name: 'report_reopenings',
  due: unreportedReopenings,
  columns: ['t.mode', 't.channel', 't.address', 't.reopened_cause as "cause"'],
  async reload({ invoices, stopping }, reopened, em) {
    if (await reportToInvoices(em, invoices, reopened, stopping)) await markReopeningReported(em, reopened.id)
  },
})

/** @returns false if it was stopped */
async function reportToInvoices(
  em: EntityManager,
  invoices: Pick<InvoiceClient, 'reopenAddress'>,
  reopened: ReopenedAddress,
  stopping: AbortSignal | undefined,
): Promise<boolean> {
  const { channel, cause } = reopened
  let after = ''
  for (;;) {
    if (stopping?.aborted) return false
    const undelivered = await findUndelivered(em, reopened, { after, limit: BATCH_ROWS })
    for (const invoice of undelivered) {
      const at = Date.now() + invoice.testClockOffsetMs
      await invoices.reopenAddress(invoice, { channel, at, cause })
    }
    const last = undelivered.at(-1)
    if (!last || undelivered.length < BATCH_ROWS) return true
    after = last.id
  }
}
