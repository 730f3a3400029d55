import { defineEntity, p } from '@mikro-orm/postgresql'
import type {
  RequestedSettings,
  Header,
  ConfirmOptions,
  ImportStatus,
  Question,
  ReadSettings,
} from '../../domain/import/index.ts'
import type { MinorUnits } from '../../domain/shared/money.ts'
import type { Mode } from './mode.ts'

/** Reason why a file cannot be parsed. The preview has some lines if the encoding is unclear. */
export interface ImportProblem {
  code: string
  detail: string
  preview: string[]
}

/** Sum of the valid rows of a currency. */
export interface ImportTotal {
  currency: string
  count: number
  amount: MinorUnits
  /** Number of duplicates among them. */
  duplicates?: number
  duplicates_amount?: MinorUnits
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
    /** Parse settings that the merchant chose. */
    requestedSettings: p.json<RequestedSettings>(),
    /** Number of the current parse. Only its rows belong to the import. */
    parseVersion: p.integer(),
    /** Number of the current attempt at this parse. Attempts can overlap; only the latest writes rows. */
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
    rowsToIssue: p.integer().default(0),
    batches: p.integer().default(0),
    /** Grows with each change, so that the newer of two snapshots is known. */
    revision: p.integer().default(0),
    /** Ids of executed commands, latest last. A repeated command does nothing. */
    commandIds: p.json<string[]>().default([]),
    /** Instant at which its workflow loaded it; null before the workflow has started. */
    startedAt: p.datetime().nullable(),
    readAt: p.datetime().nullable(),
    confirmedAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class ImportRow extends ImportSchema.class {}
ImportSchema.setClass(ImportRow)
