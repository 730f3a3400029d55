import { deleteOldEvents, OLD_EVENTS } from '../../db/events/old-events.ts'
import type { RecoveryJob } from '../deps.ts'

export const deleteOldPublicEvents: RecoveryJob = {
  name: 'delete_old_events',
  due: () => OLD_EVENTS,
  run: ({ em }) => deleteOldEvents(em.fork()),
}
