import type { DatabaseSync } from 'node:sqlite'
import { bounceTypes, type BounceType, deactivates } from './bounce-types.ts'
import { isSuppressed, type Bounce } from './events.ts'
import type { StoredMessage } from './store.ts'

export const serverId = 23

/** @see https://postmarkapp.com/developer/webhooks/delivery-webhook */
export function deliveryBody(message: StoredMessage, recipient: string): object {
  return {
    RecordType: 'Delivery',
    ...common(message),
    ServerID: serverId,
    Recipient: recipient,
    DeliveredAt: new Date().toISOString(),
    Details: 'smtp;250 2.0.0 OK accepted by the sandbox',
  }
}

const bounceTexts: Partial<Record<BounceType, { Details: string; Description: string }>> = {
  HardBounce: {
    Details: 'smtp;550 5.1.1 The mailbox does not exist',
    Description: 'The server was unable to deliver your message (ex: unknown user, mailbox not found).',
  },
  SoftBounce: {
    Details: 'smtp;452 4.2.2 The mailbox is full',
    Description:
      'Unable to temporarily deliver message (i.e. mailbox full, account disabled, exceeds quota).',
  },
  SpamComplaint: { Details: 'The recipient marked it as spam', Description: '' },
}

function textsOf(type: BounceType): { Details: string; Description: string } {
  return bounceTexts[type] ?? { Details: `The sandbox caused ${type}`, Description: '' }
}

/** @see https://postmarkapp.com/developer/webhooks/bounce-webhook */
export function bounceBody(database: DatabaseSync, message: StoredMessage, bounce: Bounce): object {
  const complaint = bounce.type === 'SpamComplaint'
  const [TypeCode, Name] = bounceTypes[bounce.type]
  return {
    RecordType: complaint ? 'SpamComplaint' : 'Bounce',
    ...common(message),
    ID: bounce.id,
    Type: bounce.type,
    TypeCode,
    Name,
    ...textsOf(bounce.type),
    ServerID: serverId,
    Email: bounce.email,
    From: message.from_email,
    BouncedAt: bounce.bounced_at,
    DumpAvailable: true,
    Inactive: deactivates(bounce.type) && isSuppressed(database, message, bounce.email),
    CanActivate: !complaint,
    Subject: message.subject,
    Content: bounceDump(message, bounce),
  }
}

export function bounceDump(message: StoredMessage, bounce: Bounce): string {
  const { Details } = textsOf(bounce.type)
  const lines = [
    `Final-Recipient: rfc822;${bounce.email}`,
    `Diagnostic-Code: ${Details}`,
    `Subject: ${message.subject}`,
  ]
  return lines.join('\r\n')
}

export interface SuppressionChange {
  server: string
  stream: string
  recipient: string
  reason?: string
}

/** @see https://postmarkapp.com/developer/webhooks/subscription-change-webhook */
export function subscriptionChangeBody({ stream, recipient, reason }: SuppressionChange): object {
  return {
    RecordType: 'SubscriptionChange',
    MessageID: null,
    ServerID: serverId,
    MessageStream: stream,
    ChangedAt: new Date().toISOString(),
    Recipient: recipient,
    Origin: 'Customer',
    SuppressSending: reason !== undefined,
    SuppressionReason: reason ?? null,
    Tag: null,
    Metadata: {},
  }
}

/** @see https://postmarkapp.com/developer/webhooks/open-tracking-webhook */
export function openBody(
  message: StoredMessage,
  recipient: string,
  userAgent: string,
  firstOpen: boolean,
): object {
  const mobile = /mobile|android|iphone/i.test(userAgent)
  return {
    RecordType: 'Open',
    ...common(message),
    FirstOpen: firstOpen,
    Recipient: recipient,
    ReceivedAt: new Date().toISOString(),
    UserAgent: userAgent,
    Platform: mobile ? 'Mobile' : 'Desktop',
    Client: { Name: 'Sandbox inbox', Company: 'Sandbox', Family: 'Sandbox' },
    OS: { Name: 'Unknown', Company: 'Unknown', Family: 'Unknown' },
    ReadSeconds: 0,
    Geo: {},
  }
}

function common(message: StoredMessage): object {
  return {
    MessageStream: message.stream,
    MessageID: message.id,
    Metadata: message.metadata,
    ...(message.tag ? { Tag: message.tag } : {}),
  }
}
