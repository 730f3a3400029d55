import { Errors, ServerClient } from 'postmark'
import { MessageNotTakenError, type SendOutcome } from '../send-outcome.ts'
import type { Letter, Mailer } from './mailer.ts'

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

  return {
    async send(letter) {
      try {
        const answer = await client.sendEmail({
          From: address(letter.fromName, from),
          ReplyTo: letter.replyTo,
          To: address(letter.to.name, letter.to.email),
          Subject: letter.subject,
          TextBody: letter.text,
          HtmlBody: letter.html,
          MessageStream: messageStream,
          Metadata: { message_id: letter.messageId },
          TrackOpens: false,
          ...(letter.attachment ? { Attachments: [attachment(letter.attachment)] } : {}),
        })
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
  }
}

/** Codes: https://postmarkapp.com/developer/api/overview#error-codes */
const INVALID_EMAIL_REQUEST = 300
const INACTIVE_RECIPIENT = 406

function refusedOrThrow(error: unknown): SendOutcome {
  if (!(error instanceof Errors.PostmarkError)) throw error
  if (error.code === INACTIVE_RECIPIENT) return { outcome: 'refused', reason: 'inactive_recipient' }
  if (error.code === INVALID_EMAIL_REQUEST) return { outcome: 'refused', reason: 'invalid_recipient' }
  // A status that the provider itself chose means the letter was not taken. A 5xx or no answer proves nothing.
  if (error.statusCode >= 400 && error.statusCode < 500) {
    throw new MessageNotTakenError(`Postmark answers ${error.statusCode}, code ${error.code}`, {
      cause: error,
    })
  }
  throw error
}

/** A display name is quoted, so that a comma or a quote in it cannot become a second recipient. */
function address(name: string, email: string): string {
  const safe = name.replace(/[\p{Cc}"\\<>]/gu, ' ').trim()
  return safe === '' ? email : `"${safe}" <${email}>`
}

function attachment({ name, contentType, bytes }: NonNullable<Letter['attachment']>) {
  return {
    Name: name,
    Content: Buffer.from(bytes).toString('base64'),
    ContentID: null,
    ContentType: contentType,
  }
}
