import { deleteExpired, EXPIRED } from '../../db/identity/sessions.ts'
import type { RecoveryJob } from '../deps.ts'

export const deleteExpiredRows: RecoveryJob = {
  name: 'delete_expired_rows',
  due: () => EXPIRED,
  run: ({ em }) => deleteExpired(em.fork()),
}
