import { WAITING_MAILS } from '../db/identity/account-mails.ts'
import type { RecoveryJob } from './deps.ts'

export const sendAccountMails: RecoveryJob = {
  name: 'send_account_mails',
  due: () => WAITING_MAILS,
  run: ({ accountMails }) => accountMails.sendWaiting(),
}
