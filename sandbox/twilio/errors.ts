import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** @see https://www.twilio.com/docs/api/errors */
export interface Refusal {
  status: number
  code: number
  message: string
}

export function refuse(code: number, message: string, status = 400): Refusal {
  return { status, code, message }
}

export const notAuthenticated = refuse(20003, 'Authenticate', 401)

export function notFound(path: string): Refusal {
  return refuse(20404, `The requested resource ${path} was not found`, 404)
}

export function answerRefusal(context: Context, { status, code, message }: Refusal): Response {
  const more_info = `https://www.twilio.com/docs/errors/${code}`
  return context.json({ code, message, more_info, status }, status as ContentfulStatusCode)
}

export function plannedRefusal(status: number, errorCode: number | null): Refusal {
  const usual: Record<number, number> = { 401: 20003, 404: 20404, 429: 20429, 500: 20500, 503: 20503 }
  return refuse(errorCode ?? usual[status] ?? 20001, `Planned failure with status ${status}`, status)
}
