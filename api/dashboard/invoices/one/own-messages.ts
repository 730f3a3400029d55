import type { InvoiceRow } from '../../../../db/entities/index.ts'
import type { EntityManager } from '../../../../db/orm.ts'
import { readTemplate } from '../../../../db/settings/email-templates.ts'
import type { InvoiceDocument } from '../../../../domain/invoice/document.ts'
import { isPayable } from '../../../../domain/invoice/index.ts'
import { customerEmail } from '../../../../integrations/email/templates/index.ts'
import { customerSms } from '../../../../integrations/sms/customer-sms.ts'

export interface OwnMessages {
  mail: string
  sms: string
}

/**
 * The addresses open the person's own programs with the text filled in.
 *
 * @see https://www.rfc-editor.org/info/rfc6068
 * @see https://www.rfc-editor.org/info/rfc5724
 */
export async function ownMessages(
  em: EntityManager,
  row: InvoiceRow,
  document: InvoiceDocument,
  payUrl: string,
): Promise<OwnMessages | undefined> {
  if (!isPayable(row.status) || row.voidRequestedAt) return undefined
  const kind = row.status === 'overdue' ? 'reminder' : 'invoice'
  const wording = { template: await readTemplate(em, row.merchantId, kind) }
  const text = customerSms({ kind }, document, payUrl, wording)
  const { subject } = customerEmail({ kind }, document, payUrl, wording)
  const { customerEmail: address, customerPhone: phone } = row
  const body = encodeURIComponent(text.replaceAll('\n', '\r\n'))
  return {
    mail: `mailto:${encodeURIComponent(address)}?subject=${encodeURIComponent(subject)}&body=${body}`,
    sms: `sms:${phone ?? ''}?body=${body}`,
  }
}
