import { claimRows } from '../db/claims.ts'
import { WAITING_MAILS, type WaitingMail } from '../db/identity/account-mails.ts'
import { BATCH_ROWS, type RecoveryJob } from './deps.ts'
import { forEachRow } from './for-each-row.ts'

export const sendAccountMails: RecoveryJob = {
  name: 'send_account_mails',
  due: () => WAITING_MAILS,
  async run(deps) {
    const columns = 't.id, t.recipient, t.sealed'
    const mails = await claimRows<WaitingMail>(deps.em.fork(), WAITING_MAILS, columns, BATCH_ROWS)
    const idsOf = ({ id }: WaitingMail) => ({ mail: id })
    await forEachRow(deps, this.name, mails, idsOf, (mail, em) => deps.mails.sendAccountMail(em, mail))
  },
}
