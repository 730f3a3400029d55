import { Errors, ServerClient } from 'postmark'
import * as v from 'valibot'
import { MessageNotTakenError, type SendOutcome } from '../send-outcome.ts'
import {
  MAX_BATCH_EMAILS,
  type BatchOutcome,
  type Email,
  type EmailAttachment,
  type Mailer,
  MailerUnavailableError,
} from './mailer.ts'

export interface PostmarkSettings {
  apiUrl: string
  serverToken: string
  from: string
  messageStream: string
}

const TIMEOUT_S = 20

const FoundEmail = v.object({ MessageID: v.string(), Metadata: v.object({ message_id: v.string() }) })

/**
 * The requests have no idempotency key, so each e-mail has our id as metadata.
 *
 * @see https://postmarkapp.com/developer/api/email-api
 */
export function createPostmarkMailer({ apiUrl, serverToken, from, messageStream }: PostmarkSettings): Mailer {
  const { host, protocol } = new URL(apiUrl)
  const client = new ServerClient(serverToken, {
    requestHost: host,
    useHttps: protocol === 'https:',
    timeout: TIMEOUT_S,
  })

  function messageOf(email: Email, batchId?: string) {
    return {
      From: address(email.fromName, from),
      ReplyTo: email.replyTo,
      To: address(email.to.name, email.to.email),
      Subject: email.subject,
      TextBody: email.text,
      HtmlBody: email.html,
      MessageStream: messageStream,
      Metadata: { message_id: email.messageId, ...(batchId ? { batch_id: batchId } : {}) },
      TrackOpens: false,
      ...(email.attachments ? { Attachments: email.attachments.map(toAttachment) } : {}),
    }
  }

  return {
    async send(email) {
      try {
        const answer = await client.sendEmail(messageOf(email))
        return { outcome: 'accepted', providerMessageId: answer.MessageID }
      } catch (error) {
        return refusedOrThrow(error)
      }
    },

    async find(messageId) {
      const filter = { count: 1, offset: 0, metadata_message_id: messageId }
      const found = await client.getOutboundMessages(filter)
      return found.Messages.find((item) => v.is(FoundEmail, item))?.MessageID
    },

    async sendBatch(emails, batchId) {
      const messages = emails.map((email) => messageOf(email, batchId))
      try {
        const outcomes = (await client.sendEmailBatch(messages)).map(batchOutcome)
        if (outcomes.length !== emails.length)
          throw new RangeError(`Postmark answered ${outcomes.length} of ${emails.length} e-mails`)
        return new Map(emails.map(({ messageId }, index) => [messageId, outcomes[index] as BatchOutcome]))
      } catch (error) {
        throw notTaken(error) ?? error
      }
    },

    async findBatch(batchId) {
      const filter = { count: MAX_BATCH_EMAILS, offset: 0, metadata_batch_id: batchId }
      const found = await client.getOutboundMessages(filter)
      return new Map(
        found.Messages.filter((item) => v.is(FoundEmail, item)).map(({ Metadata, MessageID }) => [
          Metadata.message_id,
          MessageID,
        ]),
      )
    },

    // Postmark keeps the suppression after a complaint: https://postmarkapp.com/developer/api/suppressions-api
    async reopen(mailbox) {
      try {
        const { Suppressions } = await client.deleteSuppressions(messageStream, {
          Suppressions: [{ EmailAddress: mailbox }],
        })
        return Suppressions[0]?.Status === 'Deleted' ? 'reopened' : 'refused'
      } catch (error) {
        const isUnchanged = isRefusal(error) || (await isSuppressed(mailbox))
        if (isUnchanged === false) return 'reopened'
        throw new MailerUnavailableError('Postmark did not change the suppression', {
          isUnchanged: isUnchanged === true,
          cause: error,
        })
      }
    },
  }

  /** Returns undefined if Postmark does not answer. A request without an answer may have succeeded. */
  async function isSuppressed(mailbox: string): Promise<boolean | undefined> {
    try {
      const { Suppressions } = await client.getSuppressions(messageStream, { emailAddress: mailbox })
      return Suppressions.some(({ EmailAddress }) => EmailAddress.toLowerCase() === mailbox.toLowerCase())
    } catch {
      return undefined
    }
  }
}

/** Postmark's 503 is a planned outage: https://postmarkapp.com/developer/api/overview#response-codes */
function isRefusal(error: unknown): boolean {
  const { statusCode } = error instanceof Errors.PostmarkError ? error : { statusCode: 0 }
  return (statusCode >= 400 && statusCode < 500) || statusCode === 503
}

const INVALID_EMAIL_REQUEST = 300
const INACTIVE_RECIPIENT = 406

function refusedOrThrow(error: unknown): SendOutcome {
  const refused = error instanceof Errors.PostmarkError ? refusalOf(error.code, error.message) : undefined
  if (refused) return refused
  throw notTaken(error) ?? error
}

/**
 * Code 300 covers every part of the e-mail, and only the message names the part.
 *
 * @see https://postmarkapp.com/support/article/1180-what-does-errorcode-300-mean
 */
function refusalOf(code: number, message: string): SendOutcome | undefined {
  if (code === INACTIVE_RECIPIENT) return { outcome: 'refused', reason: 'inactive_recipient' }
  if (code !== INVALID_EMAIL_REQUEST) return undefined
  return { outcome: 'refused', reason: RECIPIENT_ERROR.test(message) ? 'invalid_recipient' : 'not_sent' }
}

const RECIPIENT_ERROR = /^(?:Invalid|Error parsing) 'To'/

/** Postmark accepts no e-mail of a request with status 4xx, so a retry is safe. */
function notTaken(error: unknown): MessageNotTakenError | undefined {
  if (!(error instanceof Errors.PostmarkError) || error.statusCode < 400 || error.statusCode >= 500)
    return undefined
  return new MessageNotTakenError(`Postmark answered ${error.statusCode}, code ${error.code}`, {
    cause: error,
  })
}

interface BatchAnswer {
  ErrorCode: number
  Message: string
  MessageID?: string
}

function batchOutcome({ ErrorCode, Message, MessageID }: BatchAnswer): BatchOutcome {
  if (ErrorCode !== 0) return refusalOf(ErrorCode, Message) ?? { outcome: 'not_taken' }
  if (!MessageID) throw new RangeError('Postmark accepted an e-mail without an id')
  return { outcome: 'accepted', providerMessageId: MessageID }
}

/** Special characters become spaces, so that a name cannot add a recipient. */
function address(name: string, mailbox: string): string {
  const safe = name.replace(/[\p{Cc}"\\<>]/gu, ' ').trim()
  return safe === '' ? mailbox : `"${safe}" <${mailbox}>`
}

function toAttachment({ name, contentType, bytes }: EmailAttachment) {
  return {
    Name: name,
    Content: Buffer.from(bytes).toString('base64'),
    ContentID: null,
    ContentType: contentType,
  }
}
