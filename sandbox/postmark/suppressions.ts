import { Hono } from 'hono'
import type { DatabaseSync } from 'node:sqlite'
import type { SandboxEnv } from '../faults/inject-fault.ts'
import { answerRefusal, refuse } from './errors.ts'
import { type ServerStream, suppress, suppressionsOf, unsuppress } from './events.ts'
import type { Outcomes } from './outcomes.ts'

const maxAddresses = 50

/** @see https://postmarkapp.com/developer/api/suppressions-api */
export function createSuppressionRoutes(database: DatabaseSync, outcomes: Outcomes): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()

  app.get('/message-streams/:stream/suppressions/dump', (c) => {
    const query = Object.entries(c.req.query()).map(([name, value]) => [name.toLowerCase(), value] as const)
    const address = new Map(query).get('emailaddress')?.toLowerCase()
    const found = suppressionsOf(database, { server: c.get('server'), stream: c.req.param('stream') })
      .filter(({ email }) => address === undefined || email === address)
      .map(({ email, reason, created_at }) => ({
        EmailAddress: email,
        SuppressionReason: reasonOf(reason),
        Origin: reasonOf(reason) === 'ManualSuppression' ? 'Customer' : 'Recipient',
        CreatedAt: created_at,
      }))
    return c.json({ Suppressions: found })
  })
  app.post('/message-streams/:stream/suppressions', async (c) => {
    const addresses = addressesOf(await c.req.json().catch(() => undefined))
    if (!addresses) return answerRefusal(c, unreadable)
    const at = { server: c.get('server'), stream: c.req.param('stream') }
    for (const recipient of addresses) {
      suppress(database, at, recipient, 'ManualSuppression')
      outcomes.suppressionChanged({ ...at, recipient, reason: 'ManualSuppression' })
    }
    return c.json({ Suppressions: addresses.map((address) => statusOf(address, 'Suppressed')) })
  })
  app.post('/message-streams/:stream/suppressions/delete', async (c) => {
    const addresses = addressesOf(await c.req.json().catch(() => undefined))
    if (!addresses) return answerRefusal(c, unreadable)
    const at = { server: c.get('server'), stream: c.req.param('stream') }
    return c.json({ Suppressions: addresses.map((address) => reactivate(at, address)) })
  })

  function reactivate(at: ServerStream, recipient: string): object {
    const known = suppressionsOf(database, at).find(({ email }) => email === recipient.toLowerCase())
    if (known?.reason === 'SpamComplaint') return statusOf(recipient, 'Failed', noAuthority)
    if (unsuppress(database, at, recipient)) outcomes.suppressionChanged({ ...at, recipient })
    return statusOf(recipient, 'Deleted')
  }
  return app
}

const noAuthority = 'The sandbox keeps the suppression of an address that complained.'
const unreadable = refuse(402, 'Received invalid JSON input.')

function reasonOf(reason: string): string {
  if (reason === 'SpamComplaint') return reason
  return reason === 'HardBounce' || reason === 'BadEmailAddress' ? 'HardBounce' : 'ManualSuppression'
}

function statusOf(EmailAddress: string, Status: string, Message: string | null = null): object {
  return { EmailAddress, Status, Message }
}

function addressesOf(body: unknown): string[] | undefined {
  const { Suppressions: list } = (body ?? {}) as { Suppressions?: unknown }
  if (!Array.isArray(list) || list.length > maxAddresses) return undefined
  const addresses = list.map((item: unknown) => (item as { EmailAddress?: unknown } | null)?.EmailAddress)
  return addresses.every((address) => typeof address === 'string') ? addresses : undefined
}
