import type { Context } from 'hono'
import type { WebhookEndpointRow } from '../../../../db/entities/index.ts'
import { toIso } from '../../../../domain/events/public-event.ts'
import { isCalendarDate, isTimeOfDay, timeOnDate } from '../../../../domain/shared/calendar.ts'
import type { ApiDeps } from '../../../deps.ts'
import type { Fields } from '../../../identity/form.ts'
import { authorOf } from '../../../merchant/account/settings-author.ts'
import {
  deleteEndpoint,
  editEndpoint,
  redeliverEvents,
  rotateEndpointSecret,
  sendTestEvent,
} from '../../../merchant/webhooks/endpoint-commands.ts'
import { commandIdOf, formIdOf } from '../../command-id.ts'
import type { DashboardEnv } from '../../viewer.ts'

const COMMANDS = ['test', 'enable', 'disable', 'rotate', 'redeliver', 'delete'] as const
type EndpointCommand = (typeof COMMANDS)[number]

export function isEndpointCommand(text: string): text is EndpointCommand {
  return COMMANDS.some((command) => command === text)
}

interface Outcome {
  /** The page shows it once. Null if a later rotation has removed it. */
  secret?: string | null
  /** The address of the next page has this query. */
  query?: Record<string, string>
  isGone?: boolean
}

/** @throws Problem of the command */
export async function runEndpointCommand(
  deps: ApiDeps,
  c: Context<DashboardEnv>,
  { endpoint, command, fields }: { endpoint: WebhookEndpointRow; command: EndpointCommand; fields: Fields },
): Promise<Outcome> {
  const em = c.get('em')
  const author = authorOf(c)
  const { id } = endpoint
  const commandId = commandIdOf({ ...author.tenant, id }, formIdOf(fields))
  switch (command) {
    case 'test':
      await sendTestEvent(em, author.tenant, id, commandId)
      return {}
    case 'enable':
    case 'disable':
      await editEndpoint(deps, em, author, id, { status: `${command}d` })
      return {}
    case 'rotate': {
      const json = { overlap: fields['overlap'] ?? '' }
      const { secret } = await rotateEndpointSecret(deps, em, author, id, { json, commandId })
      return { secret }
    }
    case 'redeliver': {
      const json = rangeBody(fields, c.get('viewer').timeZone)
      const events = await redeliverEvents(em, endpoint, { json, commandId })
      return { query: { count: String(events) } }
    }
    case 'delete':
      await deleteEndpoint(em, author, id)
      return { isGone: true }
  }
}

/** The fields have local times without a zone. */
function rangeBody({ since = '', until = '', events }: Fields, zone: string) {
  return { since: instantOf(since, zone), ...(until ? { until: instantOf(until, zone) } : {}), events }
}

/** Returns any other text unchanged, for the schema to refuse. */
function instantOf(text: string, zone: string): string {
  const [, date = '', time = ''] = /^(.{10})T(.{5})(?::\d{2})?$/.exec(text) ?? []
  return isCalendarDate(date) && isTimeOfDay(time) ? toIso(timeOnDate(date, time, zone)) : text
}
