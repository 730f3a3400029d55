import { appendRecurring } from '../../db/recurring/event-store.ts'
import {
  MerchantRow,
  RecurringMessageRow,
  RecurringRow,
  RecurringTemplateRow,
} from '../../db/entities/index.ts'
import { deterministicId } from '../../db/ids.ts'
import { automatic, type RecurringState } from '../../domain/recurring/index.ts'
import { occurrenceFailedEmail } from '../../integrations/email/templates/index.ts'
import { MessageNotTakenError, type SendOutcome } from '../../integrations/send-outcome.ts'
import type { DeliverDeps } from './send-message.ts'
import { nonRetryableIfMissing } from '../recurring/recurring.ts'
import type { RecurringNoticeActivities } from '../recurring/types.ts'

/** An earlier try may have been taken, and the provider does not list it yet. */
class SendOutcomeUnknownError extends Error {
  override name = 'OutcomeUnknownError'
}

type Notice = RecurringState['notices'][number]

/** What a merchant is told about a plan, by e-mail. Each is sent once, however often it is tried. */
export function createRecurringNoticeActivities(deps: DeliverDeps): RecurringNoticeActivities {
  const { em } = deps
  return {
    async sendRecurringNotice({ recurringId, notice: id }) {
      const before = await nonRetryableIfMissing(appendRecurring(em, recurringId, async () => []))
      const notice = before.notices.find((one) => one.id === id)
      if (!notice) return before
      const message = await claim(deps, recurringId, id)
      const sent = await sendOnce(deps, message, notice)
      const at = Date.now() + before.testClockOffsetMs
      return appendRecurring(em, recurringId, async () => [
        {
          type: sent === 'accepted' ? 'merchant_notified' : 'merchant_notification_failed',
          key: `notified:${id}`,
          at,
          cause: automatic,
          notice: id,
          messageId: message.id,
        },
      ])
    },
  }
}

/** One row for each message, made before it is sent, so that its id is the same in every try. */
async function claim({ em }: DeliverDeps, recurringId: string, subject: string) {
  await em.fork().execute(
    `insert into recurring_message (id, recurring_id, discriminator, status) values (?, ?, ?, 'pending')
     on conflict (recurring_id, discriminator) do nothing`,
    [deterministicId('msg', `${recurringId} ${subject}`), recurringId, subject],
  )
  return em.fork().findOneOrFail(RecurringMessageRow, { recurringId, discriminator: subject })
}

async function sendOnce(
  deps: DeliverDeps,
  message: RecurringMessageRow,
  notice: Notice,
): Promise<SendOutcome['outcome']> {
  const { em, mailer, indexDelayMs = 30_000 } = deps
  const { id, attemptedAt = null } = message
  if (message.status !== 'pending') return message.status === 'sent' ? 'accepted' : 'refused'
  const found = attemptedAt ? await mailer.find(id) : undefined
  if (found) return settle(deps, id, { outcome: 'accepted', providerMessageId: found })
  if (attemptedAt && Date.now() - attemptedAt.getTime() < indexDelayMs) {
    throw new SendOutcomeUnknownError('not known yet whether the earlier try was taken; looking again')
  }
  const letter = await composeEmail(deps, message, notice)
  const now = new Date()
  // Two tries can overlap: only the one that still finds what it read may send.
  const claimed = await em
    .fork()
    .nativeUpdate(RecurringMessageRow, { id, attemptedAt, status: 'pending' }, { attemptedAt: now })
  if (claimed !== 1) throw new SendOutcomeUnknownError('another try is sending it')
  try {
    return await settle(deps, id, await mailer.send(letter))
  } catch (error) {
    if (error instanceof MessageNotTakenError) {
      await em.fork().nativeUpdate(RecurringMessageRow, { id }, { attemptedAt: null })
    }
    throw error
  }
}

async function settle(
  { em }: DeliverDeps,
  id: string,
  outcome: SendOutcome,
): Promise<SendOutcome['outcome']> {
  const facts =
    outcome.outcome === 'accepted'
      ? { status: 'sent' as const, providerMessageId: outcome.providerMessageId }
      : { status: 'failed' as const }
  await em.fork().nativeUpdate(RecurringMessageRow, { id, status: 'pending' }, facts)
  return outcome.outcome
}

async function composeEmail(
  { em }: DeliverDeps,
  { id: messageId, recurringId }: RecurringMessageRow,
  notice: Notice,
) {
  const read = em.fork()
  const row = await read.findOneOrFail(RecurringRow, { id: recurringId })
  const merchant = await read.findOneOrFail(MerchantRow, { id: row.merchantId })
  const { body } = await read.findOneOrFail(RecurringTemplateRow, { id: row.templateId })
  const { number: occurrence, code } = notice
  const facts = { merchant: merchant.name, customer: body?.customer.name, recurringId, occurrence, code }
  return {
    messageId,
    fromName: 'Duewell',
    replyTo: merchant.email,
    to: { name: merchant.name, email: merchant.email },
    ...occurrenceFailedEmail(facts),
  }
}
