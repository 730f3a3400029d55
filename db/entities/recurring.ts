import { defineEntity, p } from '@mikro-orm/postgresql'
import type { RecurringCause, RecurringStatus, RecurringSummary } from '../../domain/recurring/index.ts'
import type { RecurringTemplate } from '../../domain/recurring/template.ts'
import type { Mode } from '../../domain/shared/mode.ts'

const RecurringSchema = defineEntity({
  name: 'RecurringRow',
  tableName: 'recurring_invoice',
  properties: {
    id: p.string().primary(),
    merchantId: p.string(),
    mode: p.string().$type<Mode>(),
    status: p.string().$type<RecurringStatus>(),
    templateId: p.string(),
    /** Empty until the first event is recorded. */
    summary: p.json<Partial<RecurringSummary>>(),
    /** Instant, by the real clock. */
    nextAt: p.datetime().nullable(),
    testClockOffsetMs: p.bigint('number').default(0),
    lastReloadedAt: p.datetime().nullable(),
    blockedAt: p.datetime().nullable(),
    lastSeq: p.integer(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class RecurringRow extends RecurringSchema.class {}
RecurringSchema.setClass(RecurringRow)

const RecurringTemplateSchema = defineEntity({
  name: 'RecurringTemplateRow',
  tableName: 'recurring_template',
  properties: {
    id: p.string().primary(),
    recurringId: p.string(),
    /** Null means that an erasure removed the template. */
    body: p.json<RecurringTemplate>().nullable(),
    createdAt: p.datetime(),
  },
})
export class RecurringTemplateRow extends RecurringTemplateSchema.class {}
RecurringTemplateSchema.setClass(RecurringTemplateRow)

const RecurringEventSchema = defineEntity({
  name: 'RecurringEventRow',
  tableName: 'recurring_event',
  properties: {
    id: p.string().primary(),
    recurringId: p.string(),
    seq: p.integer(),
    key: p.text(),
    type: p.text(),
    at: p.datetime(),
    cause: p.json<RecurringCause>(),
    data: p.json<Record<string, unknown>>(),
    recordedAt: p.datetime(),
  },
})
export class RecurringEventRow extends RecurringEventSchema.class {}
RecurringEventSchema.setClass(RecurringEventRow)
