import type { Text } from './store.ts'

export function presentText(text: Text, accountSid: string): object {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${text.sid}`
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: text.body,
    date_created: rfc2822(text.created_at),
    date_sent: text.sent_at && rfc2822(text.sent_at),
    date_updated: rfc2822(text.updated_at),
    direction: text.direction,
    error_code: text.error_code,
    error_message: text.error_code === 30003 ? 'Unreachable destination handset' : null,
    from: text.from_number || null,
    messaging_service_sid: text.messaging_service_sid,
    num_media: '0',
    num_segments: String(text.segments),
    price: null,
    price_unit: 'USD',
    sid: text.sid,
    status: text.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: text.to_number,
    uri: `${uri}.json`,
  }
}

function rfc2822(instant: string): string {
  return new Date(instant).toUTCString().replace('GMT', '+0000')
}
