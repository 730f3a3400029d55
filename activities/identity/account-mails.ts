import { finishAccountMail, type WaitingMail } from '../../db/identity/account-mails.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { AccountMail } from '../../domain/identity/account-mail.ts'
import { openText } from '../../domain/identity/sealed-text.ts'
import type { Mailer } from '../../integrations/email/mailer.ts'
import { accountEmail } from '../../integrations/email/templates/index.ts'
import { emailFromDuewell, type NotificationDeps } from '../notifications/channels.ts'
import { sendNotification } from '../notifications/send-message.ts'

interface MailDeps extends Pick<NotificationDeps, 'indexDelayMs'> {
  mailer: Mailer
  replyTo: string
  secret: string
}

export function createAccountMailSender(deps: MailDeps) {
  return (em: EntityManager, mail: WaitingMail) => send({ ...deps, em }, mail)
}

async function send(deps: MailDeps & { em: EntityManager }, { id, recipient, sealed }: WaitingMail) {
  const { em, mailer, replyTo, secret } = deps
  const mail = JSON.parse(openText(sealed, secret)) as AccountMail
  await sendNotification(
    { ...deps, testMail: 'everybody' },
    { accountMailId: id, kind: 'notice', channel: 'email', discriminator: '', recipient },
    {
      compose: async (notification) =>
        emailFromDuewell(mailer, notification, { name: mail.name, replyTo }, accountEmail(mail)),
    },
  )
  await finishAccountMail(em, id)
}
