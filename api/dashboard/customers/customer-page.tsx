import type { CustomerBalance } from '../../../db/customers/balances.ts'
import type { CustomerRow, InvoiceRow } from '../../../db/entities/index.ts'
import type { PublicCustomerEvent } from '../../../domain/events/customer-events.ts'
import { electronicAddressText } from '../../../domain/party/electronic-address.ts'
import { LANGUAGES } from '../../../domain/texts/languages.ts'
import { EINVOICE_NAMES } from '../einvoice-options.ts'
import { count, dateTime, linesOfAddress, money } from '../format.ts'
import { InvoiceTable } from '../invoices/invoice-table.tsx'
import { DashboardPage } from '../layout.tsx'
import { PagesNav } from '../list-parts.tsx'
import type { Viewer } from '../viewer.ts'

export interface CustomerPageProps {
  viewer: Viewer
  customer: CustomerRow
  balances: readonly CustomerBalance[]
  invoices: readonly InvoiceRow[]
  isFirst: boolean
  nextCursor: string | null
  events: readonly PublicCustomerEvent[]
  notice?: string | undefined
}

export function CustomerPage(props: CustomerPageProps) {
  const { viewer, customer, balances, invoices, isFirst, nextCursor, notice } = props
  const path = `${viewer.base}/customers/${customer.id}`
  return (
    <DashboardPage
      viewer={viewer}
      title={customer.name || 'Erased customer'}
      section="customers"
      notice={notice}
      actions={customer.erasedAt ? null : <Actions viewer={viewer} customer={customer} />}
    >
      {balances.map((balance) => (
        <Balance balance={balance} />
      ))}
      <div class="columns two">
        <section class="stack" aria-labelledby="invoices">
          <h2 id="invoices">Invoices</h2>
          {invoices.length > 0 ? (
            <InvoiceTable viewer={viewer} rows={invoices} isOfOne />
          ) : (
            <p class="muted">{isFirst ? 'No invoice yet.' : 'No more invoices.'}</p>
          )}
          <PagesNav path={path} isFirst={isFirst} nextCursor={nextCursor} />
        </section>
        <div class="stack">
          <DetailsCard viewer={viewer} customer={customer} />
          <HistoryCard {...props} />
        </div>
      </div>
    </DashboardPage>
  )
}

function Actions({ viewer, customer: { id } }: Pick<CustomerPageProps, 'viewer' | 'customer'>) {
  return (
    <>
      {viewer.may('customer', 'write') ? (
        <a class="secondary" href={`${viewer.base}/customers/${id}/edit`}>
          Change
        </a>
      ) : null}
      {viewer.may('invoice', 'write') ? (
        <>
          <a class="secondary" href={`${viewer.base}/recurring/new?customer=${id}`}>
            New recurring invoice
          </a>
          <a class="primary" href={`${viewer.base}/invoices/new?customer=${id}`}>
            New invoice
          </a>
        </>
      ) : null}
    </>
  )
}

function Balance({ balance }: { balance: CustomerBalance }) {
  const { currency, open, due, overdue, paid, refunded } = balance
  return (
    <section class="figures" aria-label={`Balance in ${currency}`}>
      <div class={overdue > 0n ? 'figure late' : 'figure'}>
        <p class="muted">Owed</p>
        <p class="amount">{money(due, currency)}</p>
        <p class="muted">
          {`${count(open, 'open invoice')}${overdue > 0n ? `, ${money(overdue, currency)} overdue` : ''}`}
        </p>
      </div>
      <div class="figure">
        <p class="muted">Paid</p>
        <p class="amount">{money(paid, currency)}</p>
        <p class="muted">
          {refunded > 0n ? `Refunded ${money(refunded, currency)}` : 'Of all invoices so far'}
        </p>
      </div>
    </section>
  )
}

function DetailsCard({ viewer, customer }: Pick<CustomerPageProps, 'viewer' | 'customer'>) {
  const { id, email, phone, language, billingAddress, cc, erasedAt } = customer
  const { companyNumber, taxNumber, vatNumber, electronicAddress } = customer
  if (erasedAt) {
    return (
      <section class="card" aria-labelledby="details">
        <h2 id="details">Details</h2>
        <p>
          {`Erased on ${dateTime(erasedAt.getTime(), viewer.timeZone)}. Issued invoices stay as accounting records.`}
        </p>
      </section>
    )
  }
  const names: Readonly<Record<string, string>> = LANGUAGES
  const facts: [string, readonly string[]][] = [
    ['Email', email ? [email] : []],
    ['Copies to', cc],
    ['Phone', phone ? [phone] : []],
    ['Language', language ? [names[language] ?? language] : []],
    ['VAT number', vatNumber ? [vatNumber] : []],
    ['Tax number', taxNumber ? [taxNumber] : []],
    ['Company number', companyNumber ? [companyNumber] : []],
    ['Address', linesOfAddress(billingAddress ?? undefined)],
    ['Delivery address', linesOfAddress(customer.deliveryAddress ?? undefined)],
    ['E-invoice', customer.einvoiceFormat ? [EINVOICE_NAMES[customer.einvoiceFormat]] : []],
    ['Electronic address', electronicAddress ? [electronicAddressText(electronicAddress)] : []],
    ['Buyer reference', customer.buyerReference ? [customer.buyerReference] : []],
    ['Purchase order', customer.purchaseOrder ? [customer.purchaseOrder] : []],
  ]
  return (
    <section class="card" aria-labelledby="details">
      <h2 id="details">Details</h2>
      <dl class="facts">
        {facts
          .filter(([, lines]) => lines.length > 0)
          .map(([label, lines]) => (
            <>
              <dt>{label}</dt>
              <dd class="pre">{lines.join('\n')}</dd>
            </>
          ))}
      </dl>
      {viewer.may('customer', 'write') ? (
        <p>
          <a href={`${viewer.base}/customers/${id}/erase`}>Erase the personal data</a>
        </p>
      ) : null}
    </section>
  )
}

function HistoryCard({ viewer, events }: Pick<CustomerPageProps, 'viewer' | 'events'>) {
  if (events.length === 0) return null
  return (
    <section class="card" aria-labelledby="history">
      <h2 id="history">History</h2>
      <ol class="timeline">
        {events.toReversed().map((event) => (
          <li>
            <p>
              <strong>{TITLES[event.type]}</strong>
            </p>
            {event.type === 'customer.updated' ? <p>{changedWords(event.data.changed)}</p> : null}
            <p class="muted">
              <time datetime={event.at}>{dateTime(Date.parse(event.at), viewer.timeZone)}</time>
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

const TITLES: Record<PublicCustomerEvent['type'], string> = {
  'customer.created': 'Added',
  'customer.updated': 'Changed',
  'customer.erased': 'Erased',
}

const FIELD_NAMES: Readonly<Record<string, string>> = {
  email: 'e-mail address',
  company_number: 'company number',
  tax_number: 'tax number',
  vat_number: 'VAT number',
  billing_address: 'billing address',
  purchase_order: 'purchase order',
  buyer_reference: 'buyer reference',
  delivery_address: 'delivery address',
  electronic_address: 'electronic address',
  einvoice_format: 'e-invoice',
  cc: 'addresses of copies',
}

function changedWords(fields: readonly string[]): string {
  return `${fields.map((field) => FIELD_NAMES[field] ?? field).join(', ')}.`
}
