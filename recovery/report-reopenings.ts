import { type ReopenedAddress, unreportedReopenings } from '../db/notifications/suppressed-addresses.ts'
import { reportReopening } from '../inbound/report-reopening.ts'
import type { RecoveryJob } from './deps.ts'
import { createReloadJob } from './reload-workflows.ts'

export const reportReopenings: RecoveryJob = createReloadJob<ReopenedAddress>({
  name: 'report_reopenings',
  due: unreportedReopenings,
  columns: ['t.mode', 't.channel', 't.address', 't.reopened_cause as "cause"'],
  reload: ({ invoices }, reopened, em) => reportReopening({ em, invoices }, reopened),
})
