import { TemporalUnavailableError } from '../../../clients/call-with-retry.ts'
import { logFailure } from '../../../clients/outages.ts'
import type { ImportRow } from '../../../db/entities/index.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { RequestedSettings } from '../../../domain/import/index.ts'
import type { ApiDeps } from '../../deps.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import type { ClaimKey } from '../../http/idempotency/idempotency.ts'
import { readAgainWith } from './commands.ts'
import { claimFile, findEarlier, type Upload } from './upload.ts'

/**
 * Makes an import of the upload, unless the same file is one already.
 *
 * @returns the id of the new or the earlier import
 * @throws Problem if the earlier import cannot be read with these settings any more
 */
export async function keepUpload(
  deps: Pick<ApiDeps, 'imports'>,
  em: EntityManager,
  tenant: Tenant,
  upload: Upload,
  { settings = {}, claim }: { settings?: RequestedSettings; claim?: ClaimKey | undefined } = {},
): Promise<string> {
  if (await claimFile(em, upload, claim)) return upload.id
  const earlier = await findEarlier(em, upload, tenant)
  await readAgainWith(deps, em, earlier, settings)
  await claim?.(em, earlier.id)
  return earlier.id
}

/** The recovery sweep starts what cannot be started now. */
export async function startImport(
  { imports, ...deps }: Pick<ApiDeps, 'imports' | 'database' | 'log'>,
  { id, merchantId }: Pick<ImportRow, 'id' | 'merchantId'>,
): Promise<void> {
  try {
    await imports.reload({ id, merchantId })
  } catch (error) {
    if (!(error instanceof TemporalUnavailableError)) throw error
    logFailure(deps, 'warn', { import: id, err: error }, 'import.start_deferred')
  }
}
