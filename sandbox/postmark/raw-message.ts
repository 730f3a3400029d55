import type { StoredAttachment, StoredMessage } from './store.ts'

/** The mail's source for reading: its headers and parts, attachments by name only. */
export function rawMessage(message: StoredMessage, attachments: StoredAttachment[]): string {
  const boundary = `sandbox-${message.id}`
  return [
    ...headersOf(message).map(([name, value]) => `${name}: ${value}`),
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    ...part(boundary, 'text/plain; charset=UTF-8', message.text_body),
    ...part(boundary, 'text/html; charset=UTF-8', message.html_body),
    ...attachments.flatMap(({ name, content_type, length }) =>
      part(boundary, `${content_type}; name="${name}"`, `(${length} bytes)`),
    ),
    `--${boundary}--`,
    '',
  ].join('\r\n')
}

/** The headers a recipient would see, in their usual order. */
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

function part(boundary: string, contentType: string, body: string): string[] {
  return body ? [`--${boundary}`, `Content-Type: ${contentType}`, '', body, ''] : []
}
