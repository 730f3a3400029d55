import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import * as v from 'valibot'
import { CUSTOMER_EVENTS } from '../domain/events/customer-events.ts'
import { IMPORT_EVENTS } from '../domain/events/import-events.ts'
import { INVOICE_EVENTS } from '../domain/events/invoice-events.ts'
import { ACTORS, CAUSES, envelopeEntries } from '../domain/events/public-event.ts'
import { RECURRING_EVENTS } from '../domain/events/recurring-events.ts'

type Entries = Record<string, v.GenericSchema>
type Forms = Record<string, { when: string; data: { entries: Entries } }>

export function eventsPage(): string {
  return `${[
    HEAD,
    fieldTable(envelopeEntries),
    `\`type\` is the name below, and \`data\` holds the fields of that type. An invoice's event names its invoice in
\`invoice_id\`, a recurring invoice's event its recurring invoice in \`recurring_invoice_id\`, a customer's event its
customer in \`customer_id\`, and an import's event its import in \`import_id\`. Events hold no personal data of customers.`,
    '## cause',
    wordTable('cause', CAUSES),
    '## actor',
    wordTable('type', ACTORS),
    ...typeTable('Events of an invoice', 'invoice', INVOICE_EVENTS),
    ...typeTable('Events of a recurring invoice', 'recurring_invoice', RECURRING_EVENTS),
    ...typeTable('Events of a customer', 'customer', CUSTOMER_EVENTS),
    ...typeTable('Events of an import', 'import', IMPORT_EVENTS),
  ].join('\n\n')}\n`
}

const HEAD = `# Events

Every event has one public form: in the timelines \`GET /v1/invoices/{id}/events\`,
\`GET /v1/recurring_invoices/{id}/events\` and \`GET /v1/customers/{id}/events\`, and as \`data\` in webhooks and in
\`GET /v1/events\`. Amounts are integers in minor units. Instants and dates are ISO 8601. Every field of a type is present
in each of its events; a field without a value is null. New types and new fields can be added.

\`npm run docs:events\` prints this page from \`domain/events/\`, and a test compares it with the schemas.

## Reading events

\`GET /v1/events\` lists the events of 90 days in the form of their webhooks, the oldest first. \`sequence\` is the position
among the events of your account in a mode. It grows in the order in which events were recorded: once you have seen an
event, no event with a lower sequence is added. To catch up, keep the \`sequence\` of your last event and send it as
\`after\`. With a running stack (\`npm start\`), \`$API\` is its address and \`$KEY\` the test key that it prints:

\`\`\`bash
curl -H "Authorization: Bearer $KEY" "$API/v1/events?after=42&type=invoice.paid,invoice.payment_failed"
\`\`\`

\`next_cursor\` leads to the next page, and is null on the last one. A sequence without an event was a test of a webhook
endpoint. \`GET /v1/events/{id}\` reads one.

| parameter | lists events |
|---|---|
| \`after\` | with a higher \`sequence\` |
| \`type\` | of one of these types: \`type=invoice.paid,invoice.voided\`, or \`type\` several times |
| \`invoice\`, \`customer\`, \`recurring\` | of this invoice, this customer, this recurring invoice |
| \`created_from\`, \`created_before\` | recorded at this instant or later, and before the other |
| \`sort\` | \`created\` (the default), or \`-created\` for the newest first |

## Streaming events

With \`Accept: text/event-stream\` the same address streams events, within half a second after they are recorded:

\`\`\`bash
curl -N -H "Authorization: Bearer $KEY" -H 'Accept: text/event-stream' "$API/v1/events?after=42"
\`\`\`

\`\`\`
id: 43
data: {"id":"evt_01k…","type":"invoice.paid","created_at":"2026-12-03T10:15:01.000Z","sequence":43,"data":{…}}
\`\`\`

It begins after \`Last-Event-ID\`, else after \`after\`, else with the next event, and takes \`type\` as a filter. When a
connection ends, connect again with the \`id\` of the last event as \`Last-Event-ID\`, as an \`EventSource\` does by itself:
nothing is missed or repeated within the 90 days. A line \`: heartbeat\` comes every 15 seconds. The stream ends within
seconds when its key is revoked or expires, and when the server restarts. A key can have 20 streams open; more get 429
\`too_many_event_streams\`.

## Fields of every event`

function fieldTable(entries: Entries): string {
  const rows = Object.entries(entries).map(
    ([name, schema]) => `| \`${name}\` | ${formOf(schema)} | ${v.getDescription(schema) ?? ''} |`,
  )
  return ['| field | form | meaning |', '|---|---|---|', ...rows].join('\n')
}

function wordTable(title: string, words: Record<string, string>): string {
  const rows = Object.entries(words).map(([word, meaning]) => `| \`${word}\` | ${meaning} |`)
  return [`| ${title} | meaning |`, '|---|---|', ...rows].join('\n')
}

function typeTable(title: string, resource: string, forms: Forms): string[] {
  const rows = Object.entries(forms).map(([type, { when, data }]) => {
    const fields = Object.entries(data.entries).map(
      ([name, schema]) => `\`${name}\` (${formOf(schema)}): ${v.getDescription(schema) ?? ''}`,
    )
    return `| \`${resource}.${type}\` | ${when} | ${fields.join('<br>')} |`
  })
  return [`## ${title}`, ['| type | when | fields of data |', '|---|---|---|', ...rows].join('\n')]
}

interface Described {
  type: string
  pipe?: Described[]
  wrapped?: Described
  item?: Described
  entries?: Record<string, Described>
  options?: string[]
  literal?: string
}

function formOf(schema: v.GenericSchema): string {
  return describe(schema)
}

function describe(schema: Described): string {
  const formats = (schema.pipe ?? []).map(({ type }) => type)
  if (formats.includes('iso_timestamp')) return 'instant'
  if (formats.includes('iso_date')) return 'date'
  const inner = schema.pipe?.[0] ?? schema
  if (inner !== schema && inner.pipe) return describe(inner)
  switch (inner.type) {
    case 'nullable':
      return inner.wrapped ? `${describe(inner.wrapped)} or null` : 'null'
    case 'array':
      return inner.item ? `list of ${describe(inner.item)}` : 'list'
    case 'picklist':
      return (inner.options ?? []).map((option) => `\`${option}\``).join(', ')
    case 'literal':
      return `\`${inner.literal ?? ''}\``
    case 'strict_object':
      return `object of ${Object.keys(inner.entries ?? {})
        .map((name) => `\`${name}\``)
        .join(', ')}`
    case 'union':
    case 'variant':
      return inner.type === 'variant' ? 'object' : 'object of one field'
    case 'number':
      return 'integer'
    default:
      return inner.type
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('../docs/events.md', import.meta.url), eventsPage())
}
