import { claimRows } from '../db/claims.ts'
import {
  collectDigests,
  collectEventNotices,
  DUE_DIGESTS,
  EVENTS_WITHOUT_NOTICE,
} from '../db/notices/collect.ts'
import { WAITING_NOTICES } from '../db/notices/merchant-notices.ts'
import { BATCH_ROWS, type RecoveryJob } from './deps.ts'
import { forEachRow } from './for-each-row.ts'

export const collectNotices: RecoveryJob = {
  name: 'collect_notices',
  due: () => EVENTS_WITHOUT_NOTICE,
  async run(deps, graceMs) {
    await collectEventNotices(deps.em.fork())
    await sendNotices.run(deps, graceMs)
  },
}

export const collectDueDigests: RecoveryJob = {
  name: 'collect_digests',
  due: () => DUE_DIGESTS,
  async run(deps, graceMs) {
    await collectDigests(deps.em.fork())
    await sendNotices.run(deps, graceMs)
  },
}

export const sendNotices: RecoveryJob = {
  name: 'send_notices',
  due: () => WAITING_NOTICES,
  async run(deps) {
    const notices = await claimRows<{ id: string }>(deps.em.fork(), WAITING_NOTICES, 't.id', BATCH_ROWS)
    const idsOf = ({ id }: { id: string }) => ({ notice: id })
    await forEachRow(deps, this.name, notices, idsOf, ({ id }, em) => deps.mails.sendMerchantNotice(em, id))
  },
}
