import * as v from 'valibot'
import type { Instant } from '../shared/calendar.ts'
import type { Actor, Cause } from '../shared/cause.ts'
import { CHANNELS, MESSAGE_PROVIDERS, RAILS } from '../invoice/types.ts'

// Amounts are integer minor units, and instants are ISO 8601 texts.

/** @public */
export const CAUSES = {
  request: 'The merchant requested it, through the API.',
  import: 'A confirmed import issued the invoice.',
  schedule: 'A planned date came: an occurrence of a recurring invoice, or a scheduled send.',
  payment_page: 'The customer acted on the payment page.',
  rail_report: 'The rail reported it, by webhook or when its payment was read.',
  reconciliation: 'The comparison with an account statement found it.',
  delivery_report: 'The message provider reported it.',
  deadline: 'A deadline of the invoice passed: due date, link expiry, reminder time.',
  automatic: 'Duewell did it by itself, after another event or by the merchant’s settings.',
} as const satisfies Record<Cause['type'], string>

/** @public */
export const ACTORS = {
  person: 'A member of the merchant’s team, by `id`.',
  api_key: 'An API key, by `id`. Null if it is not known.',
  customer: 'The invoice’s customer.',
  rail: 'The payment provider, by `name`.',
  provider: 'The message provider, by `name`.',
  system: 'Duewell itself.',
} as const satisfies Record<Actor['type'], string>

export const actorSchema = v.variant('type', [
  v.strictObject({ type: v.literal('person'), id: v.string() }),
  v.strictObject({ type: v.literal('api_key'), id: v.nullable(v.string()) }),
  v.strictObject({ type: v.literal('customer') }),
  v.strictObject({ type: v.literal('rail'), name: v.picklist(RAILS) }),
  v.strictObject({ type: v.literal('provider'), name: v.picklist(MESSAGE_PROVIDERS) }),
  v.strictObject({ type: v.literal('system') }),
])

const instantSchema = v.pipe(v.string(), v.isoTimestamp())

export const envelopeEntries = {
  id: v.pipe(v.string(), v.description('The event’s id')),
  object: v.pipe(v.literal('event'), v.description('Always `event`')),
  seq: v.pipe(
    v.number(),
    v.integer(),
    v.minValue(1),
    v.description('The event’s position in its log, from 1'),
  ),
  at: v.pipe(instantSchema, v.description('When it happened, by the resource’s own clock')),
  recorded_at: v.pipe(instantSchema, v.description('When it was recorded, in real time')),
  actor: v.pipe(actorSchema, v.description('Who did it')),
  cause: v.pipe(v.picklist(Object.keys(CAUSES) as Cause['type'][]), v.description('Why it happened')),
  note: v.pipe(v.nullable(v.string()), v.description('The note that the merchant added to the request')),
}

export interface Envelope {
  id: string
  object: 'event'
  seq: number
  at: string
  recorded_at: string
  actor: v.InferOutput<typeof actorSchema>
  cause: Cause['type']
  note: string | null
}

export interface StoredEvent<E> {
  id: string
  seq: number
  recordedAt: Instant
  event: E
  note?: string | undefined
}

export function toEnvelope({
  id,
  seq,
  recordedAt,
  event,
  note,
}: StoredEvent<{ at: Instant; cause: Cause }>): Envelope {
  return {
    id,
    object: 'event',
    seq,
    at: toIso(event.at),
    recorded_at: toIso(recordedAt),
    actor: publicActor(event.cause.actor),
    cause: event.cause.type,
    note: note ?? null,
  }
}

function publicActor(actor: Actor): Envelope['actor'] {
  return actor.type === 'api_key' ? { type: 'api_key', id: actor.id ?? null } : actor
}

export interface PublicForm<E, F extends v.ObjectEntries> {
  when: string
  data: v.StrictObjectSchema<F, undefined>
  toData: (event: E) => v.InferOutput<v.StrictObjectSchema<F, undefined>>
}

export function publicFormsOf<E extends { type: string }>() {
  return <T extends E['type'], F extends v.ObjectEntries>(
    _type: T,
    when: string,
    fields: F,
    toData: PublicForm<Extract<E, { type: T }>, F>['toData'],
  ): PublicForm<Extract<E, { type: T }>, F> => ({ when, data: v.strictObject(fields), toData })
}

// An event has all fields of its type, and null for an absent value.

export const text = (meaning: string) => v.pipe(v.string(), v.description(meaning))
export const flag = (meaning: string) => v.pipe(v.boolean(), v.description(meaning))
export const count = (meaning: string) => v.pipe(v.number(), v.safeInteger(), v.description(meaning))
export const minorUnits = (meaning: string) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.description(meaning))
export const instant = (meaning: string) => v.pipe(v.string(), v.isoTimestamp(), v.description(meaning))
export const date = (meaning: string) => v.pipe(v.string(), v.isoDate(), v.description(meaning))
export const word = <const W extends readonly string[]>(words: W, meaning: string) =>
  v.pipe(v.picklist(words), v.description(meaning))
export const channels = (meaning: string) => v.pipe(v.array(v.picklist(CHANNELS)), v.description(meaning))
export const orNull = <S extends v.GenericSchema>(schema: S, meaning: string) =>
  v.pipe(v.nullable(schema), v.description(meaning))

export function toIso(at: Instant): string {
  return new Date(at).toISOString()
}
