import { Errors, ServerClient } from 'postmark'
import { MessageNotTakenError, type SendOutcome } from '../send-outcome.ts'
import { BATCH_LETTERS, type BatchOutcome, type Email, type Mailer } from './mailer.ts'

export interface PostmarkSettings {
  /** Base URL, `https://api.postmarkapp.com`. */
  apiUrl: string
  serverToken: string
  /** A sender address confirmed at Postmark. */
  from: string
  messageStream: string
}

const TIMEOUT_S = 20

/**
 * Sends through Postmark. It has no idempotency key, so every letter carries its id as metadata.
 * https://postmarkapp.com/developer/api/email-api
 */
export function createPostmarkMailer({ apiUrl, serverToken, from, messageStream }: PostmarkSettings): Mailer {
  const { host, protocol } = new URL(apiUrl)
  const client = new ServerClient(serverToken, {
    requestHost: host,
    useHttps: protocol === 'https:',
    timeout: TIMEOUT_S,
  })

  function messageOf(letter: Email, batchId?: string) {
    return {
      From: address(letter.fromName, from),
      ReplyTo: letter.replyTo,
      To: address(letter.to.name, letter.to.email),
      Subject: letter.subject,
      TextBody: letter.text,
      HtmlBody: letter.html,
      MessageStream: messageStream,
      Metadata: { message_id: letter.messageId, ...(batchId ? { batch_id: batchId } : {}) },
      TrackOpens: false,
      ...(letter.attachment ? { Attachments: [attachment(letter.attachment)] } : {}),
    }
  }

  return {
    async send(letter) {
      try {
        const answer = await client.sendEmail(messageOf(letter))
        return { outcome: 'accepted', providerMessageId: answer.MessageID }
      } catch (error) {
        return refusedOrThrow(error)
      }
    },

    async find(messageId) {
      // The client's filter types know no metadata, which the API takes as `metadata_<key>`.
      const filter = { count: 1, offset: 0, metadata_message_id: messageId }
      const found = await client.getOutboundMessages(filter)
      return found.Messages[0]?.MessageID
    },

    async sendBatch(letters, batchId) {
      const messages = letters.map((letter) => messageOf(letter, batchId))
      try {
        const answers = await client.sendEmailBatch(messages)
        return new Map(letters.map(({ messageId }, index) => [messageId, batchOutcome(answers[index])]))
      } catch (error) {
        throw notTaken(error) ?? error
      }
    },

    async findBatch(batchId) {
      const filter = { count: BATCH_LETTERS, offset: 0, metadata_batch_id: batchId }
      const found = await client.getOutboundMessages(filter)
      return new Map(
        found.Messages.map(({ Metadata, MessageID }) => [String(Metadata?.['message_id']), MessageID]),
      )
    },
  }
}

/** Codes: https://postmarkapp.com/developer/api/overview#error-codes */
const INVALID_EMAIL_REQUEST = 300
const INACTIVE_RECIPIENT = 406

function refusedOrThrow(error: unknown): SendOutcome {
  const refused = error instanceof Errors.PostmarkError ? refusalOf(error.code) : undefined
  if (refused) return refused
  throw notTaken(error) ?? error
}

function refusalOf(code: number): SendOutcome | undefined {
  if (code === INACTIVE_RECIPIENT) return { outcome: 'refused', reason: 'inactive_recipient' }
  if (code === INVALID_EMAIL_REQUEST) return { outcome: 'refused', reason: 'invalid_recipient' }
  return undefined
}

/** A status that the provider itself chose means that nothing was taken. A 5xx or no answer proves nothing. */
function notTaken(error: unknown): MessageNotTakenError | undefined {
  if (!(error instanceof Errors.PostmarkError) || error.statusCode < 400 || error.statusCode >= 500)
    return undefined
  return new MessageNotTakenError(`Postmark answers ${error.statusCode}, code ${error.code}`, {
    cause: error,
  })
}

/** A batch is answered with 200 whatever became of its letters. */
function batchOutcome(answer: { ErrorCode: number; MessageID?: string } | undefined): BatchOutcome {
  if (answer?.ErrorCode === 0 && answer.MessageID) {
    return { outcome: 'accepted', providerMessageId: answer.MessageID }
  }
  return refusalOf(answer?.ErrorCode ?? -1) ?? { outcome: 'not_taken' }
}

/** A display name is quoted, so that a comma or a quote in it cannot become a second recipient. */
function address(name: string, email: string): string {
  const safe = name.replace(/[\p{Cc}"\\<>]/gu, ' ').trim()
  return safe === '' ? email : `"${safe}" <${email}>`
}

function attachment({ name, contentType, bytes }: NonNullable<Email['attachment']>) {
  return {
    Name: name,
    Content: Buffer.from(bytes).toString('base64'),
    ContentID: null,
    ContentType: contentType,
  }
}
