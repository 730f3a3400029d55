import { withPendingMark } from '../../../clients/pending-commands.ts'
import { type CommandPayload, CommandPayloadRow, type InvoiceRow } from '../../../db/entities/index.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { MerchantUpdate } from '../../../workflows/invoice/contract.ts'
import type { ApiDeps } from '../../deps.ts'
import { Problem } from '../../http/errors/problem.ts'

/** @throws Problem if the workflow refuses the command */
export async function sendCommand(
  { invoices }: Pick<ApiDeps, 'invoices'>,
  em: EntityManager,
  invoice: InvoiceRow,
  update: MerchantUpdate,
  payload: CommandPayload | undefined,
) {
  const { id: invoiceId, merchantId } = invoice
  if (payload) {
    const row = { id: update.commandId, invoiceId, body: payload, createdAt: new Date() }
    await em.upsert(CommandPayloadRow, row)
  }
  const subject = { workflow: 'invoice', id: invoiceId, merchantId } as const
  const result = await withPendingMark(em, subject, (knownDecisions) =>
    invoices.command(invoice, update, knownDecisions),
  )
  if (result.outcome === 'refused') throw new Problem(result.refused)
  return result
}
