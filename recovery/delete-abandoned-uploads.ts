import { ago } from '../db/claims.ts'
import type { RecoveryJob } from './deps.ts'

/** The age of an abandoned upload, in milliseconds. */
const UPLOAD_MS = 6 * 3_600_000
const ABANDONED = { table: 'import', where: `status = 'uploading' and created_at <= ${ago(UPLOAD_MS)}` }

/** The job that deletes imports with an abandoned upload, and the file chunks. */
export const deleteAbandonedUploads: RecoveryJob = {
  name: 'delete_abandoned_uploads',
  due: () => ABANDONED,
  async run({ em }) {
    await em.fork().execute(`delete from ${ABANDONED.table} where ${ABANDONED.where}`)
  },
}
