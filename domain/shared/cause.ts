import type { MessageProvider, Rail } from '../invoice/types.ts'

/** Actors must contain no names of persons, because workflow histories keep actors. */
export type Actor =
  | { type: 'person'; id: string }
  | { type: 'api_key'; id?: string }
  | { type: 'customer' }
  | { type: 'rail'; name: Rail }
  | { type: 'provider'; name: MessageProvider }
  | { type: 'system' }

export type MerchantActor = Extract<Actor, { type: 'person' | 'api_key' }>

interface By<T extends Actor['type']> {
  actor: Extract<Actor, { type: T }>
}

export type Cause =
  | ({ type: 'request'; commandId?: string } & By<'person' | 'api_key'>)
  | ({ type: 'import'; importId: string } & By<'person' | 'api_key'>)
  | ({ type: 'schedule' } & By<'system'>)
  | ({ type: 'payment_page' } & By<'customer'>)
  | ({ type: 'rail_report'; eventId?: string } & By<'rail'>)
  | ({ type: 'reconciliation'; eventId?: string } & By<'rail'>)
  | ({ type: 'delivery_report'; eventId?: string } & By<'provider'>)
  | ({ type: 'deadline' } & By<'system'>)
  | ({ type: 'automatic' } & By<'system'>)

export type RailCause = Extract<Cause, { type: 'rail_report' | 'reconciliation' }>
export type DeliveryCause = Extract<Cause, { type: 'delivery_report' }>
export type RequestCause = Extract<Cause, { type: 'request' }>

const SYSTEM = { type: 'system' } as const

export const automatic = { type: 'automatic', actor: SYSTEM } as const satisfies Cause

export const byDeadline = { type: 'deadline', actor: SYSTEM } as const satisfies Cause

export const bySchedule = { type: 'schedule', actor: SYSTEM } as const satisfies Cause

export const byCustomer = { type: 'payment_page', actor: { type: 'customer' } } as const satisfies Cause

export function byRequest({ actor, commandId }: { actor: MerchantActor; commandId?: string }) {
  const command = commandId === undefined ? {} : { commandId }
  return { type: 'request', actor, ...command } as const satisfies Cause
}

export function byImport(importId: string, confirmedBy: MerchantActor | null | undefined) {
  return { type: 'import', actor: confirmedBy ?? { type: 'api_key' }, importId } as const satisfies Cause
}

export function byRail(name: Rail, eventId?: string) {
  const event = eventId === undefined ? {} : { eventId }
  return { type: 'rail_report', actor: { type: 'rail', name }, ...event } as const satisfies Cause
}

export function byProvider(name: MessageProvider, eventId?: string) {
  const event = eventId === undefined ? {} : { eventId }
  return { type: 'delivery_report', actor: { type: 'provider', name }, ...event } as const satisfies Cause
}

export function commandIdOf(cause: Cause): string | undefined {
  return cause.type === 'request' ? cause.commandId : undefined
}
