import type { CustomerDetails } from '../../domain/customer/customer.ts'
import { type PublicCustomerEvent, toPublicCustomerEvent } from '../../domain/events/customer-events.ts'
import type { Cause } from '../../domain/shared/cause.ts'
import { CustomerRow } from '../entities/index.ts'
import { PUBLISH } from '../events/publish.ts'
import { newId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'
import { columnsOf, executePrepared, toRow } from '../prepared.ts'
import type { Mode } from '../../domain/shared/mode.ts'

export interface WantedCustomer extends CustomerDetails {
  language?: string | undefined
}

interface Tenant {
  merchantId: string
  mode: Mode
}

const MAX_TRIES = 5

const MADE_OF =
  'email, name, phone, language, company_number, tax_number, vat_number, billing_address, electronic_address, einvoice_format, cc'

/**
 * The statement finds no row of a concurrent insert, but a second statement does:
 * https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED
 */
const FIND_OR_MAKE = `asked as (
    select * from jsonb_to_recordset(?::jsonb) as a(n integer, id text, event_id text, at timestamptz, email text, name text,
      phone text, language text, company_number text, tax_number text, vat_number text, billing_address jsonb,
      electronic_address jsonb, einvoice_format text, cc jsonb, public jsonb)),
  wanted as (select distinct on (lower(email)) * from asked order by lower(email), n),
  made as (
    insert into customer (id, merchant_id, mode, ${MADE_OF}, last_seq)
    select id, ?, ?, ${MADE_OF}, 1 from wanted order by lower(email)
    on conflict (merchant_id, mode, lower(email)) do nothing
    returning *),
  made_event as (
    insert into customer_event (id, customer_id, seq, type, at, cause, data)
    select w.event_id, w.id, 1, 'created', w.at, ?::jsonb, '{}' from wanted w join made using (id)),
  found as (
    select c.* from customer c join wanted w on lower(c.email) = lower(w.email)
    where c.merchant_id = ? and c.mode = ? order by c.id for key share of c),
  present as (select * from made union all select * from found)`

const PUBLISH_CREATED = `occurred as (
    select w.event_id as id, m.merchant_id, m.mode, 'customer.created' as type, w.public as data,
      null as command_id, w.n as ordinality
    from wanted w join made m using (id)),
  ${PUBLISH}`

type Asked = ReturnType<typeof askedFor>

function askedFor(n: number, wanted: WantedCustomer, cause: Cause) {
  const { email, name, phone, language, taxNumber, billingAddress, electronicAddress, cc = [] } = wanted
  const id = newId('cus')
  const eventId = newId('evt')
  const at = Date.now()
  const event = { type: 'created', at, cause } as const
  return {
    n,
    id,
    event_id: eventId,
    at: new Date(at),
    email,
    name,
    phone,
    language,
    company_number: wanted.companyNumber,
    tax_number: taxNumber,
    vat_number: wanted.vatNumber,
    billing_address: billingAddress,
    electronic_address: electronicAddress,
    einvoice_format: wanted.einvoiceFormat,
    cc,
    public: toPublicCustomerEvent({ id: eventId, customerId: id, seq: 1, recordedAt: at, event }),
  }
}

function parametersOf({ merchantId, mode }: Tenant, asked: readonly Asked[], cause: Cause): unknown[] {
  return [JSON.stringify(asked), merchantId, mode, JSON.stringify(cause), merchantId, mode]
}

/** The caller must pass the events to `publishEvents`. */
export async function findOrMakeCustomers(
  tx: EntityManager,
  tenant: Tenant,
  wanted: readonly WantedCustomer[],
  cause: Cause,
): Promise<{ customers: CustomerRow[]; created: PublicCustomerEvent[] }> {
  const found = new Map<number, CustomerRow>()
  const created: PublicCustomerEvent[] = []
  for (let tries = 0; found.size < wanted.length; tries += 1) {
    if (tries === MAX_TRIES) throw new RangeError('a customer appears and disappears')
    const missing = [...wanted.entries()].filter(([n]) => !found.has(n))
    const asked = missing.map(([n, customer]) => askedFor(n, customer, cause))
    const rows = await executePrepared<{ n: number }>(
      tx,
      `with ${FIND_OR_MAKE}
       select a.n, ${columnsOf(tx, CustomerRow, 'p')} from asked a join present p on lower(p.email) = lower(a.email)`,
      parametersOf(tenant, asked, cause),
    )
    for (const { n, ...columns } of rows) found.set(n, toRow(tx, CustomerRow, columns))
    created.push(...asked.flatMap(({ n, id, public: event }) => (found.get(n)?.id === id ? [event] : [])))
  }
  return { customers: wanted.map((_, n) => found.get(n) as CustomerRow), created }
}

export async function findOrMakeCustomer(
  tx: EntityManager,
  tenant: Tenant,
  wanted: WantedCustomer,
  cause: Cause,
): Promise<{ customer: CustomerRow; created: PublicCustomerEvent[] }> {
  const { customers, created } = await findOrMakeCustomers(tx, tenant, [wanted], cause)
  return { customer: customers[0] as CustomerRow, created }
}

/** Begins a statement that has the customer as its `present`. An erasure waits for its end. */
export function findOrMakeIn(
  tenant: Tenant,
  customer: WantedCustomer,
  cause: Cause,
): { sql: string; parameters: unknown[] } {
  const parameters = parametersOf(tenant, [askedFor(0, customer, cause)], cause)
  return { sql: `${FIND_OR_MAKE}, ${PUBLISH_CREATED}`, parameters }
}
