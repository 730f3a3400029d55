import { Models } from 'postmark'
import { describe, expect, it } from 'vitest'
import { BOUNCE_TYPES, type BounceMeaning, meaningOf } from './postmark-bounces.ts'
import { parsePostmarkEvent, postmarkEventId } from './postmark-event.ts'

const BOUNCES: [type: string, inactive: BounceMeaning, active: BounceMeaning][] = [
  ['HardBounce', 'bounced', 'undeliverable'],
  ['BadEmailAddress', 'bounced', 'undeliverable'],
  ['ManuallyDeactivated', 'bounced', 'undeliverable'],
  ['SpamComplaint', 'complained', 'undeliverable'],
  ['Unsubscribe', 'opted_out', 'ignored'],
  ['SoftBounce', 'undeliverable', 'undeliverable'],
  ['DnsError', 'undeliverable', 'undeliverable'],
  ['Unknown', 'undeliverable', 'undeliverable'],
  ['Unconfirmed', 'undeliverable', 'undeliverable'],
  ['ChallengeVerification', 'undeliverable', 'undeliverable'],
  ['Blocked', 'rejected', 'rejected'],
  ['SpamNotification', 'rejected', 'rejected'],
  ['VirusNotification', 'rejected', 'rejected'],
  ['DMARCPolicy', 'rejected', 'rejected'],
  ['SMTPApiError', 'not_sent', 'not_sent'],
  ['TemplateRenderingFailed', 'not_sent', 'not_sent'],
  ['Transient', 'delayed', 'delayed'],
  ['AutoResponder', 'ignored', 'ignored'],
  ['AddressChange', 'ignored', 'ignored'],
  ['Subscribe', 'ignored', 'ignored'],
  ['OpenRelayTest', 'ignored', 'ignored'],
  ['InboundError', 'ignored', 'ignored'],
  ['ATypeOfNextYear', 'undeliverable', 'undeliverable'],
]

describe('a bounce of Postmark', () => {
  it.each(BOUNCES)('reads %s as %s if the address is inactive, else as %s', (type, inactive, active) => {
    expect([meaningOf(type, true), meaningOf(type, false)]).toEqual([inactive, active])
  })

  it('has a meaning for every type that Postmark’s client knows', () => {
    expect(Object.keys(BOUNCE_TYPES).toSorted()).toEqual(Object.values(Models.BounceType).toSorted())
  })
})

describe('a changed suppression', () => {
  const change = (changes: object) =>
    JSON.stringify({ RecordType: 'SubscriptionChange', MessageID: null, Tag: null, Metadata: {}, ...changes })
  const idOf = (body: string) => postmarkEventId(parsePostmarkEvent(body) ?? { RecordType: '' }, body)

  it('has an id without the address, another for each change', () => {
    const [first, second] = ['ada', 'bo'].map((name) => change({ Recipient: `${name}@customer.example` }))
    expect(idOf(first ?? '')).toMatch(/^SubscriptionChange:[0-9a-f]{32}$/)
    expect(idOf(first ?? '')).toBe(idOf(first ?? ''))
    expect(idOf(second ?? '')).not.toBe(idOf(first ?? ''))
  })
})

const bounceWith = (text: string) => JSON.stringify({ RecordType: 'Bounce', ID: 1, Description: text })

it('reads an event whose text contains a backslash before u0000', () => {
  for (const text of ['\\u0000', 'a \\\\u0000 b', 'C:\\u0000\\']) {
    expect(parsePostmarkEvent(bounceWith(text))).toMatchObject({ RecordType: 'Bounce', ID: 1 })
  }
})

it('refuses an event with a NUL, escaped or not', () => {
  for (const text of ['\0', '\\\0', 'a\0b', '\\\\\0']) {
    expect(parsePostmarkEvent(bounceWith(text))).toBeUndefined()
  }
  expect(parsePostmarkEvent('{"RecordType": "Bounce"}\0')).toBeUndefined()
  expect(parsePostmarkEvent('{"RecordType": "Bounce", "ID": "\\u0000"}')).toBeUndefined()
})
