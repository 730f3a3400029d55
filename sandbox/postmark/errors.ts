import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** @see https://postmarkapp.com/developer/api/overview#error-codes */
export interface Refusal {
  status: ContentfulStatusCode
  ErrorCode: number
  Message: string
}

export function refuse(ErrorCode: number, Message: string, status: ContentfulStatusCode = 422): Refusal {
  return { status, ErrorCode, Message }
}

export const badToken = refuse(
  10,
  'The server token in X-Postmark-Server-Token is missing or not known.',
  401,
)

export function answerRefusal(context: Context, { status, ErrorCode, Message }: Refusal): Response {
  return context.json({ ErrorCode, Message }, status)
}

export function plannedRefusal(status: number, errorCode: number | null): Refusal {
  const usual = usualErrors[status] ?? { code: 0, message: `Planned failure with status ${status}.` }
  return refuse(errorCode ?? usual.code, usual.message, status as ContentfulStatusCode)
}

/** Postmark's client parses the addresses from the text: https://github.com/ActiveCampaign/postmark.js */
export function inactiveRecipients(addresses: string[]): Refusal {
  return refuse(
    406,
    `You tried to send to recipient(s) that have been marked as inactive. ` +
      `Found inactive addresses: ${addresses.join(', ')}. ` +
      'Inactive recipients are ones that bounced, complained, or were deactivated by hand.',
  )
}

const usualErrors: Record<number, { code: number; message: string }> = {
  401: { code: 10, message: badToken.Message },
  402: { code: 413, message: 'The account may not send: its payment is due.' },
  422: { code: 300, message: 'Planned failure: invalid email request.' },
  429: { code: 429, message: 'Rate limit exceeded.' },
  500: { code: 0, message: 'Planned failure: internal server error.' },
  503: { code: 100, message: 'Planned failure: the API is offline for maintenance.' },
}
