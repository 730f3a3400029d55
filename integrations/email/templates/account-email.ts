import type { AccountMail } from '../../../domain/identity/account-mail.ts'
import { duewellEmail, type EmailContent, subjectLine } from './parts/layout.ts'

export function accountEmail(mail: AccountMail): EmailContent {
  if (mail.kind === 'template_test') {
    const { subject: tested, text, html } = mail
    return { subject: subjectLine(`Test: ${tested}`), text, html }
  }
  const { subject, lines, label } = contentOf(mail)
  return duewellEmail({ subject, heading: subject, to: mail.name, lines, button: { label, url: mail.url } })
}

function contentOf(mail: Exclude<AccountMail, { kind: 'template_test' }>): {
  subject: string
  lines: string[]
  label: string
} {
  switch (mail.kind) {
    case 'confirm_address':
      return {
        subject: 'Confirm your e-mail address',
        lines: [
          'this address was used to sign up for Duewell. Confirm it within a day, and you can sign in.',
          'If you did not sign up, please do not open the link.',
        ],
        label: 'Confirm the address',
      }
    case 'reset_password':
      return {
        subject: 'Choose a new password',
        lines: [
          'a new password was asked for. The link works once, for an hour.',
          'If you did not ask for it, you need not do anything: your password has not changed.',
        ],
        label: 'Choose a new password',
      }
    case 'account_exists':
      return {
        subject: 'You have an account already',
        lines: [
          'this address was used to sign up for Duewell, but it has an account already. Please sign in. If you do not know the password any more, the sign-in page offers a new one.',
          'If you did not sign up, you need not do anything.',
        ],
        label: 'Sign in',
      }
    case 'password_changed':
      return {
        subject: 'Your password was changed',
        lines: [
          'your password for Duewell was changed, and all devices were signed out.',
          'If it was not you, choose a new password at once.',
        ],
        label: 'Choose a new password',
      }
    case 'invitation':
      return {
        subject: `${mail.merchant} invites you to Duewell`,
        lines: [
          `${mail.inviter === null ? 'you are invited' : `${mail.inviter} invites you`} to work with ${mail.merchant} in Duewell. The invitation is open for a week.`,
          'If you do not know them, you need not do anything.',
        ],
        label: 'See the invitation',
      }
  }
}
