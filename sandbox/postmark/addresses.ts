export interface Address {
  name: string
  email: string
}

export type Outcome = 'delivered' | 'hard_bounce' | 'soft_bounce' | 'spam_complaint' | 'inactive'

const outcomes: Record<string, Outcome> = {
  bounce: 'hard_bounce',
  hardbounce: 'hard_bounce',
  softbounce: 'soft_bounce',
  spam: 'spam_complaint',
  spamcomplaint: 'spam_complaint',
  inactive: 'inactive',
}

export function outcomeOf(email: string): Outcome {
  const mailbox = email.slice(0, email.lastIndexOf('@')).split('+')[0] ?? ''
  return outcomes[mailbox.toLowerCase()] ?? 'delivered'
}

export function parseAddresses(list: string): Address[] | null {
  const addresses = splitOutsideQuotes(list).map(parseAddress)
  return addresses.every((address) => address !== null) ? addresses : null
}

const mailboxPattern = /^[a-z0-9.!#$%&'`*+\-/=^_{}|~]+$/i
const domainPattern = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i

function parseAddress(text: string): Address | null {
  const named = /^(.*)<([^<>]+)>$/.exec(text)
  const email = (named?.[2] ?? text).trim()
  const at = email.lastIndexOf('@')
  if (!mailboxPattern.test(email.slice(0, at)) || !domainPattern.test(email.slice(at + 1))) return null
  return { name: unquote((named?.[1] ?? '').trim()), email }
}

function splitOutsideQuotes(list: string): string[] {
  const parts = list.match(/(?:"(?:\\.|[^"\\])*"|[^",])+/g) ?? []
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

function unquote(name: string): string {
  return name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1).replace(/\\(.)/g, '$1') : name
}
