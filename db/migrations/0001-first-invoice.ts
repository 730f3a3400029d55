import { Migration } from '@mikro-orm/migrations'

/** The tables of the first slice: an invoice is issued, sent, opened, paid and receipted. */
export class Migration0001FirstInvoice extends Migration {
  override up(): void {
    this.addSql(`
      create table merchant (
        id text primary key,
        name text not null,
        email text not null,
        time_zone text not null,
        number_prefix text not null default 'INV',
        link_lifetime_days integer not null default 30 check (link_lifetime_days >= 0),
        created_at timestamptz not null default now()
      )`)
    this.addSql(`
      create table api_key (
        hash text primary key check (length(hash) = 64),
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        created_at timestamptz not null default now(),
        revoked_at timestamptz
      )`)
    this.addSql(`
      create table invoice (
        id text primary key,
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        status text not null check (status in ('draft', 'sent', 'viewed', 'overdue', 'paid', 'void')),
        number text,
        currency char(3) not null,
        subtotal bigint not null,
        tax bigint not null,
        amount bigint not null check (amount > 0),
        amount_due bigint not null check (amount_due >= 0),
        amount_paid bigint not null check (amount_paid >= 0),
        due_date date not null,
        description text not null,
        instructions text,
        customer_name text not null,
        customer_email text not null,
        customer_phone text,
        billing_address jsonb,
        lines jsonb not null,
        metadata jsonb not null default '{}',
        send_at timestamptz,
        deliver jsonb not null,
        delivery text not null default 'pending',
        receipt text not null default 'none',
        link_id text,
        issued_at timestamptz,
        overdue_at timestamptz,
        viewed_at timestamptz,
        paid_at timestamptz,
        last_seq integer not null default 0,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        check (status = 'draft' or (number is not null and issued_at is not null and link_id is not null))
      )`)
    this.addSql('create unique index invoice_number on invoice (merchant_id, mode, number)')
    this.addSql('create index invoice_list on invoice (merchant_id, mode, id desc)')
    this.addSql(
      "create index invoice_to_send on invoice (send_at) where status = 'draft' and send_at is not null",
    )
    this.addSql(`
      create table invoice_event (
        id text primary key,
        invoice_id text not null references invoice deferrable initially deferred,
        seq integer not null check (seq > 0),
        key text not null,
        type text not null,
        at timestamptz not null,
        cause jsonb not null,
        data jsonb not null,
        recorded_at timestamptz not null default now(),
        unique (invoice_id, seq),
        unique (invoice_id, key)
      )`)
    this.addSql(`
      create table pay_link (
        id text primary key,
        invoice_id text not null references invoice deferrable initially deferred,
        state text not null check (state in ('active', 'locked', 'used', 'expired', 'revoked')),
        expires_at timestamptz not null,
        created_at timestamptz not null default now()
      )`)
    this.addSql('create index pay_link_invoice on pay_link (invoice_id)')
    this.addSql(`
      create table payment_attempt (
        id text primary key,
        invoice_id text not null references invoice deferrable initially deferred,
        rail text not null,
        bank_id text not null,
        bank_name text not null,
        state text not null check (state in ('started', 'authorizing', 'processing', 'settled', 'failed')),
        amount bigint not null check (amount > 0),
        currency char(3) not null,
        request_body text not null,
        provider_payment_id text,
        redirect_url text,
        failure text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (rail, provider_payment_id)
      )`)
    this.addSql('create index payment_attempt_invoice on payment_attempt (invoice_id)')
    this.addSql(`
      create table message (
        id text primary key,
        invoice_id text not null references invoice deferrable initially deferred,
        kind text not null check (kind in ('invoice', 'receipt')),
        channel text not null check (channel in ('email', 'sms')),
        recipient text not null,
        state text not null check (state in ('pending', 'sent', 'failed')),
        provider_message_id text,
        attempted_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (invoice_id, kind, channel)
      )`)
    this.addSql(`
      create table inbox (
        source text not null,
        event_id text not null,
        body text not null,
        received_at timestamptz not null default now(),
        tried_at timestamptz,
        handled_at timestamptz,
        outcome text,
        primary key (source, event_id)
      )`)
    this.addSql('create index inbox_unhandled on inbox (received_at) where handled_at is null')
    this.addSql(`
      create table number_sequence (
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        series text not null,
        last integer not null check (last >= 0),
        primary key (merchant_id, mode, series)
      )`)
    this.addSql(`
      create table idempotency_key (
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null,
        key text not null,
        request_hash text not null,
        invoice_id text not null references invoice deferrable initially deferred,
        locked_until timestamptz not null,
        response_status integer,
        response_body text,
        created_at timestamptz not null default now(),
        primary key (merchant_id, mode, key)
      )`)
  }

  override down(): void {
    for (const table of [
      'idempotency_key',
      'number_sequence',
      'inbox',
      'message',
      'payment_attempt',
      'pay_link',
      'invoice_event',
      'invoice',
      'api_key',
      'merchant',
    ]) {
      this.addSql(`drop table ${table}`)
    }
  }
}
