import { defineEntity, p } from '@mikro-orm/postgresql'
import type {
  RequestedSettings,
  Header,
  ConfirmOptions,
  ImportStatus,
  Question,
  ReadSettings,
} from '../../domain/import/index.ts'
import type { MerchantActor } from '../../domain/shared/cause.ts'
import type { AmountSum } from '../../domain/shared/money.ts'
import type { Mode } from '../../domain/shared/mode.ts'

export interface ImportProblem {
  code: string
  detail: string
  preview: string[]
}

export interface ImportTotal {
  currency: string
  count: number
  amount: AmountSum
  duplicates?: number
  duplicates_amount?: AmountSum
}

const ImportSchema = defineEntity({
  name: 'ImportRow',
  tableName: 'import',
  properties: {
    id: p.string().primary(),
    merchantId: p.string(),
    mode: p.string().$type<Mode>(),
    status: p.string().$type<ImportStatus>(),
    pausedAt: p.datetime().nullable(),
    fileName: p.text().nullable(),
    fileBytes: p.bigint('number').default(0),
    sha256: p.text().nullable().fieldName('sha256'),
    requestedSettings: p.json<RequestedSettings>(),
    /** Rows with another `parseVersion` do not belong to the import. */
    parseVersion: p.integer(),
    parseAttempt: p.integer().default(0),
    settings: p.json<ReadSettings>().nullable(),
    header: p.json<Header>().nullable(),
    problem: p.json<ImportProblem>().nullable(),
    questions: p.json<Question[]>(),
    rows: p.integer().default(0),
    blankRows: p.integer().default(0),
    validRows: p.integer().default(0),
    invalidRows: p.integer().default(0),
    duplicates: p.integer().default(0),
    totals: p.json<ImportTotal[]>(),
    confirmOptions: p.json<ConfirmOptions>().nullable(),
    invoicesToIssue: p.integer().default(0),
    batches: p.integer().default(0),
    revision: p.integer().default(0),
    commandIds: p.json<string[]>().default([]),
    startedAt: p.datetime().nullable(),
    readAt: p.datetime().nullable(),
    confirmedAt: p.datetime().nullable(),
    confirmedBy: p.json<MerchantActor>().nullable(),
    endedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class ImportRow extends ImportSchema.class {}
ImportSchema.setClass(ImportRow)
