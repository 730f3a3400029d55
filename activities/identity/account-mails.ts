import type { Logger } from 'pino'
import { claimRows } from '../../db/claims.ts'
import { finishAccountMail, WAITING_MAILS } from '../../db/identity/account-mails.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { AccountMail } from '../../domain/identity/account-mail.ts'
import { openText } from '../../domain/identity/sealed-text.ts'
import type { Mailer } from '../../integrations/email/mailer.ts'
import { accountEmail } from '../../integrations/email/templates/index.ts'
import { emailMessage, type NotificationDeps } from '../notifications/channels.ts'
import { sendNotification } from '../notifications/send-message.ts'

const BATCH = 50

interface MailDeps extends Pick<NotificationDeps, 'em' | 'indexDelayMs'> {
  mailer: Mailer
  replyTo: string
  secret: string
  log: Pick<Logger, 'warn'>
}

interface WaitingMail {
  id: string
  recipient: string
  sealed: string
}

export function createAccountMails(deps: MailDeps): { sendWaiting(): Promise<void> } {
  return {
    async sendWaiting() {
      const columns = 't.id, t.recipient, t.sealed'
      for (const mail of await claimRows<WaitingMail>(deps.em.fork(), WAITING_MAILS, columns, BATCH)) {
        await send({ ...deps, em: deps.em.fork() }, mail).catch((error: unknown) => {
          deps.log.warn({ mail: mail.id, err: error }, 'account_mail.deferred')
        })
      }
    },
  }
}

async function send(deps: MailDeps & { em: EntityManager }, { id, recipient, sealed }: WaitingMail) {
  const { em, mailer, replyTo, secret } = deps
  const mail = JSON.parse(openText(sealed, secret)) as AccountMail
  await sendNotification(
    { ...deps, testMail: 'everybody' },
    { accountMailId: id, kind: 'notice', channel: 'email', discriminator: '', recipient },
    {
      compose: async ({ id: messageId }) =>
        emailMessage(mailer, {
          messageId,
          fromName: 'Duewell',
          replyTo,
          to: { name: mail.name, email: recipient },
          ...accountEmail(mail),
        }),
      unwantedReason: () => undefined,
    },
  )
  await finishAccountMail(em, id)
}
