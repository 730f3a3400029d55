import type { VolumeLimits } from '../../domain/merchant/trust.ts'
import type { ImportRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

const volumeOf = (which: string, sign: '' | '-' = '') => `
  select coalesce(sum(invoices), 0)::integer as invoices, coalesce(jsonb_object_agg(currency, amount), '{}') as amounts
  from (
    select r.invoice ->> 'currency' as currency, count(*) as invoices,
      ${sign}sum((r.invoice ->> 'amount')::numeric) as amount
    from import_file_row r join import_batch b on b.import_id = r.import_id and b.batch = r.batch
    where r.import_id = ? and r.parse_version = ? and r.first_row is null and ${which}
    group by 1) by_currency`

const UNISSUED = 'b.issued_at is null'
const FAILED = 'b.batch = ? and r.errors is not null'

/**
 * The caller must plan the batches of the import before.
 */
export async function useImportVolume(
  tx: EntityManager,
  { id, parseVersion, merchantId }: Pick<ImportRow, 'id' | 'parseVersion' | 'merchantId'>,
): Promise<void> {
  await executePrepared(
    tx,
    `select assert_live(?), use_volume(?, p.invoices, p.amounts) from (${volumeOf(UNISSUED)}) p`,
    [merchantId, merchantId, id, parseVersion],
  )
}

export async function releaseImportVolume(tx: EntityManager, subject: ImportRow): Promise<void> {
  await release(tx, subject, volumeOf(UNISSUED, '-'), [])
}

/** The rows of the batch that failed have their errors already. */
export async function releaseFailedRows(tx: EntityManager, subject: ImportRow, batch: number): Promise<void> {
  await release(tx, subject, volumeOf(FAILED, '-'), [batch])
}

async function release(
  tx: EntityManager,
  { id, parseVersion, merchantId, confirmedAt }: ImportRow,
  volume: string,
  values: readonly number[],
): Promise<void> {
  await executePrepared(
    tx,
    `update live_volume v
     set invoices = greatest(0, v.invoices - p.invoices), amounts = add_amounts(v.amounts, p.amounts)
     from (${volume}) p
     where v.merchant_id = ? and v.day = volume_day(?::timestamptz)`,
    [id, parseVersion, ...values, merchantId, confirmedAt ?? null],
  )
}

export async function saveDefaultLimits(em: EntityManager, limits: VolumeLimits): Promise<void> {
  await executePrepared(em, 'update default_volume_limits set limits = ?::jsonb', [JSON.stringify(limits)])
}
