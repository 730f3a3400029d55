import * as v from 'valibot'
import { type Bank, type RailLog, RailUnavailableError } from '../rail.ts'
import { logUnreadable, readEach } from '../shared/read-each.ts'
import { read } from './http/answers.ts'
import type { TrueLayerClient } from './http/client.ts'

const Availability = v.object({ recommended_status: v.optional(v.string()) })
const Capabilities = v.object({
  payments: v.optional(
    v.object({ bank_transfer: v.optional(v.object({ availability: v.optional(Availability) })) }),
  ),
})
const Providers = v.object({ items: v.array(v.unknown()) })
const Provider = v.object({
  id: v.string(),
  display_name: v.string(),
  logo_uri: v.fallback(v.optional(v.string()), undefined),
  country_code: v.optional(v.string(), 'GB'),
  capabilities: v.fallback(v.optional(Capabilities), undefined),
})

/**
 * The countries come from TrueLayer's client libraries.
 *
 * @see docs/truelayer.md
 */
export const COUNTRIES: Partial<Record<string, readonly string[]>> = {
  GBP: ['GB'],
  EUR: ['AT', 'BE', 'DE', 'DK', 'ES', 'FI', 'FR', 'IE', 'IT', 'LT', 'NL', 'NO', 'PL', 'PT', 'RO'],
}

export function countriesOf(currency: string): readonly string[] {
  return COUNTRIES[currency] ?? []
}

export async function searchProviders(
  client: TrueLayerClient,
  currency: string,
  log?: RailLog,
): Promise<Bank[]> {
  const body = JSON.stringify({
    currencies: [currency],
    countries: countriesOf(currency),
    release_channel: 'general_availability',
    authorization_flow: { configuration: { redirect: {} } },
    capabilities: { payments: { bank_transfer: {} } },
  })
  const answer = await client.post('/v3/payments-providers/search', body, `banks-${currency}-${Date.now()}`)
  if (answer.status !== 200) throw new RailUnavailableError(`listing banks: status ${answer.status}`)
  const { items, unreadable } = readEach(Provider, read(Providers, answer).items)
  logUnreadable(log, 'truelayer', 'banks', { read: items.length, unreadable: unreadable.length })
  return items
    .map((item) => ({
      id: item.id,
      name: item.display_name,
      country: item.country_code,
      ...(item.logo_uri === undefined ? {} : { logoUrl: item.logo_uri }),
      ...availabilityOf(item.capabilities),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
}

function availabilityOf(capabilities?: v.InferOutput<typeof Capabilities>): Pick<Bank, 'availability'> {
  const status = capabilities?.payments?.bank_transfer?.availability?.recommended_status
  if (status === undefined) return {}
  return { availability: status === 'healthy' ? 'available' : 'unavailable' }
}
