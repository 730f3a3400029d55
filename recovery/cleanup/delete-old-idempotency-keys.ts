import { deleteOldKeys, oldKeys } from '../../db/idempotency.ts'
import type { RecoveryJob } from '../deps.ts'

export const deleteOldIdempotencyKeys: RecoveryJob = {
  name: 'delete_old_idempotency_keys',
  due: oldKeys,
  async run({ em }) {
    await deleteOldKeys(em.fork())
  },
}
