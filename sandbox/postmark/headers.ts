import type { StoredMessage } from './store.ts'

export function headersOf(message: StoredMessage): [name: string, value: string][] {
  const list = (addresses: { name: string; email: string }[]): string =>
    addresses.map(({ name, email }) => (name ? `${name} <${email}>` : email)).join(', ')
  const headers: [string, string][] = [
    ['From', message.from_header],
    ['To', list(message.to_addresses)],
    ['Cc', list(message.cc_addresses)],
    ['Bcc', list(message.bcc_addresses)],
    ['Reply-To', message.reply_to],
    ['Subject', message.subject],
    ['Date', new Date(message.received_at).toUTCString()],
    ['Message-ID', `<${message.id}@mtasv.sandbox>`],
    ['X-PM-Message-Id', message.id],
    ['X-PM-Tag', message.tag],
    ...message.headers.map(({ Name, Value }): [string, string] => [Name, Value]),
  ]
  return headers.filter(([, value]) => value !== '')
}
