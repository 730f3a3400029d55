import { type Context, Hono } from 'hono'
import type { Access } from './access.ts'
import { findProvider, iconSvg, logoSvg, type Provider, PROVIDERS } from '../model/banks.ts'
import { apiError } from './errors.ts'
import { applyDelay, type Faults } from '../control/faults.ts'
import type { ProviderFilter } from '../model/payment.ts'
import { isObject, object, textList } from '../control/parse.ts'

export interface ProvidersDeps {
  publicUrl: string
  access: Access
  faults: Faults
}

export function createProviders({ publicUrl, access, faults }: ProvidersDeps): Hono {
  const app = new Hono()
  const drawing = (draw: (bank: Provider) => string) => (c: Context) => {
    const bank = findProvider(/^(.+)\.svg$/.exec(c.req.param('file') ?? '')?.[1])
    if (!bank) return c.notFound()
    return c.body(draw(bank), 200, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=3600' })
  }
  app.get('/logos/:file', drawing(logoSvg))
  app.get('/icons/:file', drawing(iconSvg))

  app.post('/v3/payments-providers/search', access.client, faults.spoil('providers'), async (c) => {
    await applyDelay(c)
    const body: unknown = await c.req.json().catch(() => undefined)
    if (!isObject(body)) return apiError(c, 'invalid-parameters', 'The request body was invalid.')
    return c.json({ items: searchProviders(body).map((bank) => describeProvider(bank, publicUrl)) })
  })

  app.get('/v3/payments-providers/:id', access.client, (c) => {
    const bank = findProvider(c.req.param('id'))
    if (!bank) return apiError(c, 'not-found', 'Provider could not be found.')
    return c.json(describeProvider(bank, publicUrl))
  })
  return app
}

export function selectableProviders(currency: string, filter: ProviderFilter = {}): Provider[] {
  const {
    countries,
    provider_ids: ids,
    excludes,
    release_channel: channel,
    customer_segments: segments,
  } = filter
  return PROVIDERS.filter(
    (bank) =>
      bank.currency === currency &&
      (countries?.includes(bank.country) ?? true) &&
      (ids?.includes(bank.id) ?? true) &&
      !excludes?.provider_ids?.includes(bank.id) &&
      isReleased(bank, channel) &&
      (segments?.some((segment) => bank.customerSegments.includes(segment)) ?? true),
  )
}

function describeProvider(bank: Provider, publicUrl: string): object {
  const [currency, account] = bank.currency === 'GBP' ? ['GBP', 'sort_code_account_number'] : ['EUR', 'iban']
  const requirements = [{ currencies: [currency], account_identifier_types: [account] }]
  return {
    ...describeAppearance(bank, publicUrl),
    capabilities: {
      payments: {
        bank_transfer: {
          release_channel: bank.releaseChannel,
          customer_segments: bank.customerSegments,
          availability: { recommended_status: 'healthy', updated_at: new Date().toISOString() },
          schemes: bank.schemes.map((id) => ({ id, requirements })),
        },
      },
    },
    search_aliases: [],
    bin_ranges: [],
  }
}

export function describeAppearance(bank: Provider, publicUrl: string): object {
  return {
    id: bank.id,
    display_name: bank.name,
    icon_uri: `${publicUrl}/icons/${bank.id}.svg`,
    logo_uri: `${publicUrl}/logos/${bank.id}.svg`,
    bg_color: bank.colour,
    country_code: bank.country,
  }
}

function searchProviders(body: Record<string, unknown>): Provider[] {
  const flow = object(body['authorization_flow'])['configuration']
  if (isObject(flow) && !isObject(flow['redirect'])) return []
  const payments = object(body['capabilities'])['payments']
  if (isObject(body['capabilities']) && !isObject(object(payments)['bank_transfer'])) return []
  const currencies = textList(body['currencies'])
  const countries = textList(body['countries'])
  const segments = textList(body['customer_segments'])
  const channel = body['release_channel']
  const filter: ProviderFilter = {
    ...(countries ? { countries } : {}),
    ...(segments ? { customer_segments: segments } : {}),
    ...(typeof channel === 'string' ? { release_channel: channel } : {}),
  }
  return ['GBP', 'EUR']
    .filter((currency) => currencies?.includes(currency) ?? true)
    .flatMap((currency) => selectableProviders(currency, filter))
}

function isReleased(bank: Provider, channel = 'general_availability'): boolean {
  return bank.releaseChannel === 'general_availability' || channel !== 'general_availability'
}
