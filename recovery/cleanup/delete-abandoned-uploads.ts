import { ago } from '../../db/claims.ts'
import type { RecoveryJob } from '../deps.ts'
import { HOUR_MS } from '../../domain/shared/durations.ts'

const UPLOAD_MS = 6 * HOUR_MS
const ABANDONED = { table: 'import', where: `status = 'uploading' and created_at <= ${ago(UPLOAD_MS)}` }

export const deleteAbandonedUploads: RecoveryJob = {
  name: 'delete_abandoned_uploads',
  due: () => ABANDONED,
  async run({ em }) {
    await em.fork().execute(`delete from ${ABANDONED.table} where ${ABANDONED.where}`)
  },
}
