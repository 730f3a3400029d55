import {
  type BatchOutcome,
  type Email,
  type Mailer,
  MAX_BATCH_BYTES,
} from '../../integrations/email/mailer.ts'
import { MessageNotTakenError } from '../../integrations/send-outcome.ts'

/** E-mails of an earlier request must not be sent again after a refused one. */
export async function sendInParts(
  mailer: Pick<Mailer, 'sendBatch'>,
  emails: readonly Email[],
  batchId: string,
): Promise<Map<string, BatchOutcome>> {
  const outcomes = new Map<string, BatchOutcome>(
    emails.map(({ messageId }) => [messageId, { outcome: 'not_taken' }]),
  )
  for (const [index, part] of partsOf(emails).entries()) {
    try {
      for (const [id, outcome] of await mailer.sendBatch(part, batchId)) outcomes.set(id, outcome)
    } catch (error) {
      if (index === 0 || !(error instanceof MessageNotTakenError)) throw error
      break
    }
  }
  return outcomes
}

function partsOf(emails: readonly Email[]): Email[][] {
  const parts: Email[][] = []
  let size = Infinity
  for (const email of emails) {
    size += sizeOf(email)
    if (size > MAX_BATCH_BYTES) {
      parts.push([])
      size = sizeOf(email)
    }
    parts.at(-1)?.push(email)
  }
  return parts
}

/** Returns bytes of the request. An attachment is sent as base64. */
function sizeOf({ text, html, attachments = [] }: Email): number {
  return attachments.reduce((sum, { bytes }) => sum + 1.4 * bytes.length, 2 * (text.length + html.length))
}
