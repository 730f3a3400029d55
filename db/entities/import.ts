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

/** Why a file cannot be read as a whole; with lines of it where the question is its encoding. */
export interface ImportProblem {
  code: string
  detail: string
  preview: string[]
}

/** What the good rows of a currency come to. */
export interface ImportTotal {
  currency: string
  count: number
  amount: MinorUnits
  /** Of them those that look like duplicates. */
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
    /** The merchant's word on how to read it. */
    requestedSettings: p.json<RequestedSettings>(),
    /** How often it was read: the rows of one reading are the import's, those of earlier ones are nothing. */
    parseVersion: p.integer(),
    /** Which try at this reading: two can overlap when one was thought dead, and only the later one counts. */
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
    /** Grows with each change of what is to be done: of two answers about it, the newer one is known. */
    revision: p.integer().default(0),
    /** The requests that were done, latest last: the same one again is done already. */
    commandIds: p.json<string[]>().default([]),
    /** When its workflow took it up; null: it has still to be started. */
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
