import { EVENT_TYPES } from '../../../../domain/events/event-types.ts'
import type { WebhookEndpointRow } from '../../../../db/entities/index.ts'
import type { Fields, Mistakes } from '../../../identity/form.ts'
import type { Parts } from '../../shown-fields.ts'
import { Check, Choice, Field } from '../../../pages/fields.tsx'

const GROUPS = [
  ['invoice', 'Invoices'],
  ['recurring_invoice', 'Recurring invoices'],
  ['customer', 'Customers'],
  ['import', 'Imports'],
] as const

const LOCAL =
  'With https:// at its beginning, or http://: this server also sends to the addresses of WEBHOOK_ALLOWED_ADDRESSES.'

export interface EndpointFieldsProps {
  fields: Fields
  mistakes: Mistakes | undefined
  /** A local stack sends to its own machine, also by http. */
  allowsHttp: boolean
}

export function EndpointFields({ fields, mistakes, allowsHttp }: EndpointFieldsProps) {
  return (
    <>
      <Field
        name="url"
        label="Address"
        value={fields['url']}
        hint={allowsHttp ? LOCAL : 'With https:// at its beginning. It must be reachable from the internet.'}
        mistakes={mistakes}
      />
      <Field
        name="description"
        label="Description"
        optional
        value={fields['description']}
        hint="For your own people."
        mistakes={mistakes}
      />
      <Choice
        name="filter"
        label="Events"
        chosen={fields['filter']}
        options={[
          ['all', 'Every type, also those that are added later'],
          ['some', 'Only the types that are ticked below'],
        ]}
        mistakes={mistakes}
      />
      <details class="disclosure" open={fields['filter'] === 'some'}>
        <summary>Types of events</summary>
        <div class="stack">
          {GROUPS.map(([group, name]) => (
            <fieldset class="field">
              <legend>{name}</legend>
              <div class="checks">
                {EVENT_TYPES.filter((type) => type.startsWith(`${group}.`)).map((type) => (
                  <Check name={`event.${type}`} label={type} checked={fields[`event.${type}`] === 'yes'} />
                ))}
              </div>
            </fieldset>
          ))}
        </div>
      </details>
    </>
  )
}

export function endpointFields({ url, description, events }: WebhookEndpointRow): Fields {
  return {
    url,
    description: description ?? '',
    filter: events ? 'some' : 'all',
    ...Object.fromEntries((events ?? []).map((type) => [`event.${type}`, 'yes'])),
  }
}

/** The types of events are one setting. */
export const ENDPOINT_PARTS: Parts = {
  partOf: (name) => (name === 'filter' || name.startsWith('event.') ? 'events' : name),
  staleWords(part, present) {
    if (part !== 'events') return undefined
    const types = EVENT_TYPES.filter((type) => present[`event.${type}`] === 'yes')
    const words = present['filter'] === 'some' ? types.join(', ') : 'every type'
    return { filter: `was changed meanwhile to: ${words}` }
  },
}

type Body = { json: Record<string, unknown> } | { mistakes: Mistakes }

/** Makes the body that `/v1` takes. */
export function endpointBody(fields: Fields): Body {
  const { url = '', description = '', filter } = fields
  const ticked = EVENT_TYPES.filter((type) => fields[`event.${type}`] === 'yes')
  if (filter === 'some' && ticked.length === 0)
    return { mistakes: { filter: 'needs at least one type that is ticked' } }
  return {
    json: {
      url: url.trim(),
      description: description.trim() || null,
      events: filter === 'some' ? ticked : null,
    },
  }
}
