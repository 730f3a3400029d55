import { ago } from '../db/claims.ts'
import type { RecoveryJob } from './deps.ts'

const UPLOAD_MS = 6 * 3_600_000
const ABANDONED = { table: 'import', where: `status = 'uploading' and created_at <= ${ago(UPLOAD_MS)}` }

export const deleteAbandonedUploads: RecoveryJob = {
  name: 'delete_abandoned_uploads',
  due: () => ABANDONED,
  async run({ em }) {
    await em.fork().execute(`delete from ${ABANDONED.table} where ${ABANDONED.where}`)
  },
}
