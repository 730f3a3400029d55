import type { Child } from 'hono/jsx'
import type { Instant } from '../../../../domain/shared/calendar.ts'
import { timeOfDay } from '../../../../domain/shared/calendar.ts'
import { Hidden } from '../../../pages/fields.tsx'
import type { Viewer } from '../../viewer.ts'

export interface Saving {
  /** The form has it before the draft exists. */
  id: string
  /** The form has seen this version; none before the first save. */
  tag: string
  /** The instant of the save that this page has just made. */
  at?: Instant
  /** The labels of the fields that are missing or wrong. */
  wrong?: readonly string[]
  /** The reason for which it was not saved. */
  refusal?: string
  /** Somebody else did it to the draft meanwhile. */
  conflict?: 'changed' | 'deleted' | undefined
}

/** Saves the draft after a pause in typing, where the browser runs htmx. */
export function DraftSaver({ path, saving, viewer }: { path: string; saving: Saving; viewer: Viewer }) {
  return (
    <div
      id="draft"
      data-saves
      hx-post={path}
      hx-vals='{"do":"keep"}'
      hx-trigger="input from:#invoice-form delay:1s, filled from:#invoice-form"
      hx-target="#draft-state"
      hx-select="#draft-state"
      hx-swap="outerHTML"
      hx-sync="this:queue last"
    >
      <div id="draft-state" class="stack">
        <Hidden name="id" value={saving.id} />
        <Hidden name="tag" value={saving.tag} />
        <StateText saving={saving} viewer={viewer} />
      </div>
      <p class="mistake" role="alert" data-failure hidden>
        It could not be saved at the moment. It is tried again as you type, or press Save draft.
      </p>
    </div>
  )
}

function StateText({ saving, viewer }: { saving: Saving; viewer: Viewer }) {
  const { id, tag, at, wrong, refusal, conflict } = saving
  const path = `${viewer.base}/invoices/${id}`
  if (refusal !== undefined) {
    return (
      <div class="notice bad stack" role="alert">
        <p>{`Not saved. ${refusal}`}</p>
        {conflict === 'changed' ? (
          <p>
            <a href={path} target="_blank" rel="noopener">
              Look at what is saved
            </a>
            {', or replace it by what stands here.'}
          </p>
        ) : null}
        {conflict ? (
          <button class="secondary" name="do" value="replace">
            {conflict === 'changed' ? 'Replace it by this' : 'Save it again'}
          </button>
        ) : null}
      </div>
    )
  }
  if (wrong !== undefined) {
    return <p class="muted">{`Not saved yet. To be filled in or corrected: ${wrong.join(', ')}.`}</p>
  }
  if (tag === '') {
    return <p class="muted scripted">It is saved as a draft while you type, as soon as it is complete.</p>
  }
  const link = (page: string, label: string): Child => (
    <li>
      <a href={`${path}/${page}`} target="_blank" rel="noopener">
        {label}
      </a>
    </li>
  )
  return (
    <>
      <p class="muted">
        {at === undefined
          ? 'The draft, as it is saved:'
          : `Saved as a draft at ${timeOfDay(at, viewer.timeZone)}. Look at it:`}
      </p>
      <ul class="actions">
        {link('customer-view', 'Page')}
        {link('email', 'E-mail')}
        {link('invoice.pdf', 'PDF')}
      </ul>
    </>
  )
}

const LABELS: Readonly<Record<string, string>> = {
  'customer.email': 'email',
  'customer.name': 'customer name',
  'customer.phone': 'phone',
  'customer.company_number': 'company number',
  'customer.tax_number': 'tax number',
  'customer.vat_number': 'VAT number',
  'customer.electronic_address.scheme': 'scheme of the electronic address',
  'customer.electronic_address.value': 'electronic address',
  'customer.cc': 'copies',
  'customer.billing_address': 'billing address',
  description: 'description',
  amount: 'amount',
  currency: 'currency',
  due_date: 'due date',
  issue_date: 'day of issue',
  amount_paid: 'what is paid already',
  deposit: 'deposit',
  tax_exchange_rate: 'exchange rate',
  discount: 'discount on everything',
  number: 'invoice number',
  instructions: 'instructions',
  purchase_order: 'purchase order',
  buyer_reference: 'buyer reference',
  delivery_address: 'delivery address',
  delivery_date: 'day of delivery',
  'service_period.from': 'beginning of the period',
  'service_period.to': 'end of the period',
  language: 'language',
  deliver: 'how it is sent',
  send_on: 'the time at which it is sent',
  link_expires_on: 'the last day of the payment link',
  metadata: 'data for your own programs',
  reminders: 'reminders',
}

/** Names the fields of mistakes as the form does. */
export function labelsOf(names: readonly string[]): string[] {
  const labels = names.map((name) => {
    const [, line] = /^lines\.(\d+)/.exec(name) ?? []
    if (line !== undefined) return `line ${Number(line) + 1}`
    return LABELS[name] ?? (name.startsWith('reminders.') ? 'reminders' : name === 'lines' ? 'lines' : 'form')
  })
  return [...new Set(labels)]
}
