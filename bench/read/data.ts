import { execute } from '../../dev/postgres/postgres.ts'

const MERCHANTS = 200
const PER_CUSTOMER = 20

/** One import made the first `rows` of each `of` invoices of a merchant. */
export const IMPORTED = { of: 2_000, rows: 200 }

export interface Filled {
  merchantId: string
  took: { step: string; seconds: number }[]
}

export async function fill(database: string, invoices: number): Promise<Filled> {
  const took: Filled['took'] = []
  const indexes = await dropIndexes(database)
  for (const { step, sql } of stepsOf(invoices)) {
    const begun = performance.now()
    await execute(database, `set session_replication_role = replica; set timezone = 'UTC'; ${sql}`)
    took.push({ step, seconds: (performance.now() - begun) / 1_000 })
  }
  const begun = performance.now()
  for (const index of indexes) await execute(database, `set maintenance_work_mem = '256MB'; ${index}`)
  took.push({ step: 'indexes', seconds: (performance.now() - begun) / 1_000 })
  await execute(database, 'vacuum analyze')
  return { merchantId: idOf('mer', 0), took }
}

async function dropIndexes(database: string): Promise<string[]> {
  const { rows } = await execute(
    database,
    `select i.indexname as name, i.indexdef as definition from pg_indexes i
     left join pg_constraint c on c.conname = i.indexname
     where i.schemaname = 'public' and c.conname is null and i.tablename in
       ('invoice', 'invoice_event', 'invoice_search', 'pay_link', 'payment_attempt', 'notification', 'public_event')`,
  )
  const indexes = rows as { name: string; definition: string }[]
  for (const { name } of indexes) await execute(database, `drop index ${name}`)
  return indexes.map(({ definition }) => definition)
}

export function idOf(prefix: string, number: number): string {
  return `${prefix}_01${String(number).padStart(24, '0')}`
}

function id(prefix: string, number: string): string {
  return `'${prefix}_01' || lpad((${number})::text, 24, '0')`
}

function stepsOf(invoices: number): { step: string; sql: string }[] {
  return [
    {
      step: 'merchants',
      sql: `insert into merchant (id, name, email, time_zone)
        select ${id('mer', 'm')}, 'Merchant ' || m, 'm' || m || '@merchant.example', 'Europe/London'
        from generate_series(0, ${MERCHANTS - 1}) m`,
    },
    { step: 'invoices', sql: invoicesSql(invoices) },
    {
      step: 'customers',
      sql: `insert into customer (id, merchant_id, mode, email, name)
        select distinct on (customer_id) customer_id, merchant_id, mode, customer_email, customer_name
        from invoice order by customer_id`,
    },
    {
      step: 'recurring invoices',
      sql: `insert into recurring_invoice (id, merchant_id, mode, status, template_id, created_at)
        select recurring_id, merchant_id, mode, 'active', 'tpl' || substr(recurring_id, 4), min(created_at)
        from invoice where recurring_id is not null group by 1, 2, 3`,
    },
    {
      step: 'figures',
      sql: `insert into daily_figure (merchant_id, mode, currency, figure, day, count, amount)
        select i.merchant_id, i.mode, i.currency, f.figure, f.day, count(*), sum(f.amount)
        from invoice i cross join lateral (
          select 'issued' as figure, i.issued_at::date as day, i.amount
          union all select i.status, i.due_date, i.amount_due where i.status in ('sent', 'viewed', 'overdue')
          union all select 'void', i.created_at::date, i.amount where i.status = 'void'
          union all select p.figure, i.paid_at::date,
            case p.figure when 'seconds_to_pay' then extract(epoch from i.paid_at - i.issued_at) else i.amount end
          from unnest(array['paid', 'received', 'seconds_to_pay']) as p (figure) where i.status = 'paid') f
        where i.status <> 'draft' group by 1, 2, 3, 4, 5`,
    },
    {
      step: 'search',
      sql: `insert into invoice_search (invoice_id, merchant_id, mode, words, metadata)
        select id, merchant_id, mode,
          search_words(concat_ws(' ', number, customer_name, customer_email, description)), metadata
        from invoice`,
    },
    {
      step: 'links',
      sql: `insert into pay_link (id, invoice_id, status, expires_at, created_at)
        select link_id, id, case status when 'paid' then 'used' when 'void' then 'revoked' else 'active' end,
          created_at + interval '30 days', created_at
        from invoice where status <> 'draft'`,
    },
    {
      step: 'events',
      sql: `insert into invoice_event (id, invoice_id, seq, key, type, at, cause, data, recorded_at)
        select 'evt_' || e.seq || substr(i.id, 6), i.id, e.seq, e.type || ':' || e.seq, e.type,
          i.created_at + e.seq * interval '1 hour', '{"type": "api", "actor": {"type": "api_key", "id": "key_1"}}',
          jsonb_build_object('number', i.number, 'amount', i.amount, 'currency', i.currency, 'linkId', i.link_id),
          i.created_at + e.seq * interval '1 hour'
        from invoice i cross join (values (1, 'issued'), (2, 'sent'), (3, 'viewed'),
          (4, 'payment_started'), (5, 'payment_settled'), (6, 'receipt_sent')) e (seq, type)
        where e.seq <= i.last_seq`,
    },
    {
      step: 'public events',
      sql: `insert into public_event (id, merchant_id, mode, sequence, type, data, created_at)
        select e.id, i.merchant_id, i.mode,
          row_number() over (partition by i.merchant_id, i.mode order by e.recorded_at, e.id),
          'invoice.' || case when i.status = 'void' and e.seq = 3 then 'voided' else e.type end,
          jsonb_build_object('id', e.id, 'invoice_id', i.id, 'seq', e.seq, 'data', e.data), e.recorded_at
        from invoice_event e join invoice i on i.id = e.invoice_id
        where e.recorded_at between now() - interval '90 days' and now();
        insert into event_sequence (merchant_id, mode, last, last_at)
        select merchant_id, mode, max(sequence), max(created_at) from public_event group by 1, 2`,
    },
    {
      step: 'attempts',
      sql: `insert into payment_attempt (id, invoice_id, mode, rail, bank_id, bank_name, status, amount, currency,
          request_body, provider_payment_id, created_at, updated_at)
        select 'pat' || substr(id, 4), id, mode, 'truelayer', 'bank', 'Bank', 'settled', amount, currency,
          '{"amount_in_minor": ' || amount || ', "currency": "' || currency || '"}', md5(id), paid_at, paid_at
        from invoice where status = 'paid'`,
    },
    {
      step: 'messages',
      sql: `insert into notification (id, invoice_id, kind, channel, recipient, status, provider_message_id,
          created_at, updated_at)
        select 'msg_' || k.nth || substr(i.id, 6), i.id, k.kind, 'email', i.customer_email, 'sent',
          md5(i.id || k.kind), i.created_at, i.created_at
        from invoice i cross join (values (1, 'invoice'), (2, 'receipt')) k (nth, kind)
        where i.status <> 'draft' and (k.kind = 'invoice' or i.status = 'paid')`,
    },
  ]
}

const FIRST_NAMES = 'Ada Grace Alan Edsger Barbara Donald Margaret Niklaus Frances Tony'.split(' ')
const LAST_NAMES =
  'Byron Hopper Turing Dijkstra Liskov Knuth Hamilton Wirth Allen Hoare Jørgensen Müller Novák Dubois Rossi'.split(
    ' ',
  )
const WORK =
  'Consulting,Repairs,Hosting,Translation,Photography,Bookkeeping,Gardening,Plumbing,Training,Design'.split(
    ',',
  )

const array = (list: readonly string[]) => `array['${list.join("', '")}']`

function invoicesSql(invoices: number): string {
  const start = `now() - interval '3 years'`
  return `
    insert into invoice (id, merchant_id, mode, status, number, currency, subtotal, net, tax, taxes,
      tax_rounding, amount, amount_due,
      amount_paid, due_date, description, customer_id, customer_name, customer_email, lines, metadata, channels, delivery,
      receipt, link_id, import_id, recurring_id, occurrence, issued_at, viewed_at, overdue_at, paid_at, last_seq, decision_count, time_zone, issue_date,
      payment_reference, created_at, updated_at)
    select ${id('inv', 'n')}, ${id('mer', 'm')}, 'test', status,
      case when status <> 'draft' then 'INV-' || extract(year from at) || '-' || lpad(n::text, 7, '0') end,
      case when h % 100 < 70 then 'GBP' when h % 100 < 99 then 'EUR' else 'DKK' end,
      amount, amount, 0, jsonb_build_array(jsonb_build_object('category', 'outside_scope', 'taxRate', '0', 'net', amount, 'tax', 0)),
      'group', amount, case when status = 'paid' then 0 else amount end,
      case when status = 'paid' then amount else 0 end,
      (at + (14 + h % 17) * interval '1 day')::date,
      (${array(WORK)})[1 + h % ${WORK.length}] || ', project ' || (h / 7 % 5000) || ' for site ' || (h / 11 % 300),
      ${id('cus', 'm * 10000000::bigint + c')},
      (${array(FIRST_NAMES)})[1 + c % ${FIRST_NAMES.length}] || ' ' || (${array(LAST_NAMES)})[1 + c / 10 % ${LAST_NAMES.length}],
      'customer' || lpad(c::text, 7, '0') || '@m' || m || '.example',
      jsonb_build_array(jsonb_build_object('description', 'Work', 'quantity', '1', 'unitAmount', amount::text)),
      jsonb_build_object('order', 'PO-' || n, 'site', 'site-' || h % 10),
      '["email"]', 'delivered', case when status = 'paid' then 'sent' else 'none' end,
      case when status <> 'draft' then ${id('lnk', 'n')} end,
      case when k % ${IMPORTED.of} < ${IMPORTED.rows} then ${id('imp', `m * 10000000::bigint + k / ${IMPORTED.of}`)} end,
      case when c % 10 = 3 then ${id('rec', 'm * 10000000::bigint + c')} end, case when c % 10 = 3 then turn + 1 end,
      case when status <> 'draft' then at end, case when status in ('viewed', 'paid') then at end,
      case when status = 'overdue' then at + interval '31 days' end,
      case when status = 'paid' then at + interval '7 days' end,
      case status when 'draft' then 0 when 'sent' then 2 when 'viewed' then 3 when 'overdue' then 3
        when 'void' then 3 else 6 end,
      case status when 'draft' then 0 when 'paid' then 4 else 2 end,
      case when status <> 'draft' then 'Europe/London' end, case when status <> 'draft' then at::date end,
      case when status <> 'draft' then 'R' || n end, at, at
    from (
      select n, m, k, h, at, k % customers as c, k / customers as turn, 100 + h / 13 % 500000 as amount,
        case when n > ${invoices} * 0.97 then (array['draft', 'sent', 'viewed'])[1 + h % 3]
          when h % 100 < 2 then 'void' when h % 100 < 6 then 'overdue' else 'paid' end as status
      from (
        select n, case when n % 2 = 0 then 0 else 1 + n / 2 % ${MERCHANTS - 1} end as m,
          case when n % 2 = 0 then n / 2 else n / 2 / ${MERCHANTS - 1} end as k,
          abs(hashint4(n::integer)::bigint) as h,
          greatest(1, ${invoices} / 2 / case when n % 2 = 0 then 1 else ${MERCHANTS - 1} end / ${PER_CUSTOMER}) as customers,
          ${start} + n * (interval '3 years' / ${invoices}) as at
        from generate_series(1, ${invoices}) n) numbered) valued`
}
