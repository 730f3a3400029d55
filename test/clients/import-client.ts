import { createImportRecordActivities } from '../../activities/imports/import-state.ts'
import { ImportRow } from '../../db/entities/index.ts'
import { call } from './client.ts'
import type { World } from '../support/harness.ts'
import { waitFor } from '../support/wait.ts'

export interface ImportJson {
  id: string
  status: string
  already_uploaded?: boolean
  paused: boolean
  parse_version: number | null
  problem: { code: string; detail: string; preview: string[] } | null
  settings: { encoding: string; delimiter: string; decimal: string; date_format: string } | null
  unknown_columns: string[]
  questions: {
    setting: string
    options?: { value: string; fits: number }[]
    of?: number
    headers?: string[]
  }[]
  rows: { total: number; blank: number; valid: number; invalid: number; duplicates: number }
  invoices: { valid: number; duplicates: number }
  totals: { currency: string; count: number; amount: number }[]
  first_valid_rows: { row_number: number; first_row: number | null; invoice: Record<string, unknown> }[]
  first_invalid_rows: {
    row_number: number
    errors: { column: string; value: string; code: string; detail: string }[]
  }[]
  first_duplicate_rows: { row_number: number; duplicate_of: Record<string, unknown> }[]
  progress: Record<string, number | boolean | null>
}

const HEADER = 'customer_name,customer_email,amount,currency,due_date,description'

export const dayFromNow = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

export function csvOf(rows: number, tag = Math.random().toString(36).slice(2, 10)): string {
  const lines = Array.from(
    { length: rows },
    (_, index) =>
      `Customer ${index},c${index}.${tag}@customer.example,${index + 10}.50,GBP,${dayFromNow(14)},"Work, part ${index}"`,
  )
  return [HEADER, ...lines, ''].join('\r\n')
}

export async function upload(
  world: World,
  csv: string | Uint8Array,
  query = '',
): Promise<ImportJson & { httpStatus: number }> {
  const response = await fetch(`${world.publicUrl}/v1/imports${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.apiKey}`, 'content-type': 'text/csv' },
    body: csv,
  })
  return { httpStatus: response.status, ...((await response.json()) as ImportJson) }
}

export async function readImport(world: World, id: string): Promise<ImportJson> {
  return (await call<ImportJson>(world, 'GET', `/v1/imports/${id}`)).json
}

export async function untilImport(world: World, id: string, ...states: string[]): Promise<ImportJson> {
  return waitFor(async () => {
    const sql = 'select status from import where id = ?'
    const [row] = await world.em.fork().execute<{ status: string }[]>(sql, [id])
    if (!row || !states.includes(row.status)) return undefined
    const subject = await readImport(world, id)
    return states.includes(subject.status) && subject
  })
}

export async function review(world: World, csv: string | Uint8Array, query = ''): Promise<ImportJson> {
  const { id, httpStatus, ...rest } = await upload(world, csv, query)
  if (httpStatus !== 201) throw new Error(`not uploaded: ${httpStatus} ${JSON.stringify(rest)}`)
  return untilImport(world, id, 'review', 'refused')
}

/** Confirms the present reading, unless `body` names another one. */
export async function confirm(world: World, id: string, body: object = {}) {
  const { parse_version } = await readImport(world, id)
  return call(world, 'POST', `/v1/imports/${id}/confirm`, { parse_version: parse_version ?? 0, ...body })
}

export async function confirmQuietly({ em }: World, importId: string): Promise<void> {
  const { parseVersion } = await em.fork().findOneOrFail(ImportRow, { id: importId })
  await createImportRecordActivities({ em }).commandImport({
    importId,
    command: {
      type: 'confirm',
      actor: { type: 'api_key' },
      parseVersion,
      rows: 'valid',
      duplicates: 'skip',
      deliver: ['email'],
    },
  })
}

export async function reloadImportNow({ em, deps }: World, id: string): Promise<void> {
  await deps.imports.reload(await em.fork().findOneOrFail(ImportRow, { id }))
}
