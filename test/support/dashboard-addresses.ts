import { createApp } from '../../api/app.ts'
import { PAGE_COMMANDS } from '../../api/dashboard/invoices/one/commands/page-commands.ts'
import type { World } from './harness.ts'

export interface AddressedRecords {
  invoices: readonly string[]
  /** The first invoice has these credit notes. */
  creditNotes: readonly string[]
  imports: readonly string[]
  recurring: readonly string[]
  customers: readonly string[]
  endpoints: readonly string[]
  deliveries: readonly string[]
}

export interface Address {
  method: string
  path: string
  hasId: boolean
}

/** Values of parameters by path; the longest start counts. A new folder whose routes have parameters needs a row. */
const PARAMETERS: Record<string, (records: AddressedRecords) => Record<string, readonly string[]>> = {
  '/invoices': ({ invoices }) => ({ id: invoices, command: Object.keys(PAGE_COMMANDS) }),
  '/invoices/:id/einvoice': ({ invoices }) => ({ id: invoices.slice(0, 1), format: ['factur_x'] }),
  '/invoices/:id/credit-notes': ({ invoices, creditNotes }) => ({
    id: invoices.slice(0, 1),
    note: creditNotes,
  }),
  '/imports': ({ imports }) => ({ id: imports, command: ['settings', 'pause', 'resume', 'cancel'] }),
  '/recurring': ({ recurring }) => ({
    id: recurring,
    command: ['pause', 'resume', 'skip', 'end', 'retry', 'clock'],
  }),
  '/customers': ({ customers }) => ({ id: customers }),
  '/live': ({ invoices }) => ({ id: invoices }),
  '/settings/payout-accounts': () => ({ currency: ['GBP'] }),
  '/settings/messages': () => ({ kind: ['invoice'] }),
  '/settings/webhooks': ({ endpoints }) => ({
    id: endpoints,
    command: ['test', 'enable', 'disable', 'rotate', 'redeliver', 'delete'],
  }),
  '/settings/webhooks/deliveries': ({ deliveries }) => ({ id: deliveries }),
}

/** Returns every address of the app's route table. */
export function dashboardAddresses(world: World, mode: string, records: AddressedRecords): Address[] {
  const base = `/dashboard/${mode}`
  const routes = createApp(world.deps)
    .routes.filter(({ method, path }) => method !== 'ALL' && `${path}/`.startsWith(`${base}/`))
    .map(({ method, path }) => `${method} ${path}`)
  return [...new Set(routes)].flatMap((route) => {
    const [method = '', path = ''] = route.split(' ')
    if (method !== 'GET' && method !== 'POST') throw new Error(`no test for ${route}`)
    const [folder] = Object.keys(PARAMETERS)
      .filter((start) => path.startsWith(base + start))
      .toSorted((one, other) => other.length - one.length)
    const paths = filled(path, (folder && PARAMETERS[folder]?.(records)) || {})
    return paths.map((one) => ({ method, path: one, hasId: path.includes(':id') }))
  })
}

function filled(path: string, values: Record<string, readonly string[]>): string[] {
  const [, name] = /:(\w+)/.exec(path) ?? []
  if (name === undefined) return [path]
  const known = values[name]
  if (!known) throw new Error(`PARAMETERS has no value of ${name} for ${path}`)
  return known.flatMap((value) => filled(path.replace(`:${name}`, value), values))
}
