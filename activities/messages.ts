import { LockMode } from '@mikro-orm/core'
import { appendDecided, loadEvents } from '../db/append-events.ts'
import { InvoiceRow, MessageRow } from '../db/entities/index.ts'
import type { EntityManager } from '../db/orm.ts'
import type { Channel, InvoiceEvent } from '../domain/invoice/index.ts'
import { MessageNotTakenError, type SendOutcome } from '../integrations/send-outcome.ts'
import { type Courier, type CourierDeps, courierFor } from './couriers.ts'
import type { MessageActivities } from './types.ts'

export interface MessageDeps extends CourierDeps {
  /** How long a provider may take to list a message it accepted, in milliseconds. */
  indexDelayMs?: number
}

interface Letter {
  invoiceId: string
  kind: 'invoice' | 'receipt'
  channel: Channel
}

/** An earlier try may have been taken, and the provider does not list it yet. */
class OutcomeUnknownError extends Error {
  override name = 'OutcomeUnknownError'
}

/** Messages to the customer. Each is sent once and records in the invoice's log what became of it. */
export function createMessageActivities(deps: MessageDeps): MessageActivities {
  return {
    sendInvoice: ({ invoiceId }) => sendOnce(deps, { invoiceId, kind: 'invoice', channel: 'email' }),
    sendInvoiceText: ({ invoiceId }) => sendOnce(deps, { invoiceId, kind: 'invoice', channel: 'sms' }),
    sendReceipt: ({ invoiceId }) => sendOnce(deps, { invoiceId, kind: 'receipt', channel: 'email' }),
  }
}

async function sendOnce(deps: MessageDeps, letter: Letter): Promise<InvoiceEvent> {
  const { em } = deps
  const message = await claimMessage(em, letter)
  const recorded = await findOutcome(em, letter)
  if (recorded) return recorded
  const courier = await courierFor(deps, message)
  const earlier = message.attemptedAt ? await lookUp(deps, courier, message.attemptedAt) : undefined
  return recordOutcome(em, message, earlier ?? (await sendUnlessPaid(em, courier, message)))
}

/** One row for each message, made before it is sent, so that its id is the same in every try. */
async function claimMessage(em: EntityManager, { invoiceId, kind, channel }: Letter): Promise<MessageRow> {
  const { customerEmail, customerPhone } = await em.fork().findOneOrFail(InvoiceRow, { id: invoiceId })
  const recipient = channel === 'email' ? customerEmail : (customerPhone ?? '')
  await em.fork().execute(
    `insert into message (id, invoice_id, kind, channel, recipient, state) values (?, ?, ?, ?, ?, 'pending')
     on conflict (invoice_id, kind, channel) do nothing`,
    [`msg_${kind}_${channel}_${invoiceId}`, invoiceId, kind, channel, recipient],
  )
  return em.fork().findOneOrFail(MessageRow, { invoiceId, kind, channel })
}

/** An earlier try did not learn whether it was taken. The provider knows, once its list is up to date. */
async function lookUp(
  { indexDelayMs = 30_000 }: MessageDeps,
  courier: Courier,
  attemptedAt: Date,
): Promise<SendOutcome | undefined> {
  const providerMessageId = await courier.find()
  if (providerMessageId) return { outcome: 'accepted', providerMessageId }
  if (Date.now() - attemptedAt.getTime() < indexDelayMs) {
    throw new OutcomeUnknownError('not known yet whether the earlier try was taken; looking again')
  }
  return undefined
}

/** A provider that was away for long must not ask for money that has come meanwhile. */
async function sendUnlessPaid(
  em: EntityManager,
  courier: Courier,
  message: MessageRow,
): Promise<SendOutcome> {
  const { status } = await em.fork().findOneOrFail(InvoiceRow, { id: message.invoiceId })
  if (message.kind === 'invoice' && status === 'paid') return { outcome: 'refused', reason: 'already_paid' }
  const { id } = message
  const attemptedAt = new Date()
  // Two tries can overlap when one was thought dead: only the one that still finds what it read may send.
  const mine = await em
    .fork()
    .nativeUpdate(
      MessageRow,
      { id, attemptedAt: message.attemptedAt ?? null, state: 'pending' },
      { attemptedAt },
    )
  if (mine !== 1) throw new OutcomeUnknownError('another try is sending it')
  try {
    return await courier.send()
  } catch (error) {
    if (error instanceof MessageNotTakenError) {
      await em.fork().nativeUpdate(MessageRow, { id, attemptedAt }, { attemptedAt: null })
    }
    throw error
  }
}

async function recordOutcome(
  em: EntityManager,
  message: MessageRow,
  outcome: SendOutcome,
): Promise<InvoiceEvent> {
  const event = outcomeEvent(message, outcome)
  await appendDecided(em, message.invoiceId, async (_state, _invoice, tx) => {
    const row = await tx.findOneOrFail(
      MessageRow,
      { id: message.id },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    )
    row.state = outcome.outcome === 'accepted' ? 'sent' : 'failed'
    row.providerMessageId = outcome.outcome === 'accepted' ? outcome.providerMessageId : null
    row.updatedAt = new Date()
    return [event]
  })
  return event
}

function outcomeEvent({ id, kind, channel }: MessageRow, outcome: SendOutcome): InvoiceEvent {
  const common = { at: Date.now(), channel }
  if (outcome.outcome === 'accepted') {
    const type = kind === 'invoice' ? 'sent' : 'receipt_sent'
    return { ...common, type, key: `${type}:${channel}`, cause: { by: 'duewell' }, messageId: id }
  }
  const type = kind === 'invoice' ? 'delivery_failed' : 'receipt_failed'
  return {
    ...common,
    type,
    key: `${type}:${channel}`,
    cause: { by: 'message_provider' },
    reason: outcome.reason,
  }
}

async function findOutcome(
  em: EntityManager,
  { invoiceId, kind, channel }: Letter,
): Promise<InvoiceEvent | undefined> {
  const types = kind === 'invoice' ? ['sent', 'delivery_failed'] : ['receipt_sent', 'receipt_failed']
  const keys = new Set(types.map((type) => `${type}:${channel}`))
  return (await loadEvents(em.fork(), invoiceId)).find((event) => keys.has(event.key))
}
