import { Migration } from '@mikro-orm/migrations'
import { DEFAULT_NOTICES } from '../../domain/merchant/notices.ts'

/** Amounts are in minor units. */
export class Migration0001Schema extends Migration {
  override up(): void {
    this.addSql(`
      create table merchant (
        id text primary key,
        name text not null,
        email text not null,
        time_zone text not null,
        number_prefix text not null default 'INV',
        link_lifetime_days integer not null default 30 check (link_lifetime_days >= 0),
        reminder_time text not null default '09:00',
        reminder_steps jsonb,
        late_payment_policy text not null default 'refund' check (late_payment_policy in ('refund', 'keep')),
        overpayment_policy text not null default 'keep' check (overpayment_policy in ('refund', 'keep')),
        credit_note_on_void boolean not null default true,
        prices_include_tax boolean not null default false,
        tax_rounding text not null default 'group' check (tax_rounding in ('group', 'line')),
        notices jsonb not null default '${JSON.stringify(DEFAULT_NOTICES)}',
        legal_name text,
        address jsonb,
        phone text,
        website text,
        company_number text,
        tax_number text,
        vat_number text,
        electronic_address jsonb,
        einvoice_contact jsonb,
        bank_details jsonb,
        small_business_note text,
        terms text,
        profile_version integer not null default 1,
        status text not null default 'pending' check (status in ('pending', 'approved', 'suspended')),
        volume_limits jsonb,
        accent text check (accent ~ '^#[0-9a-f]{6}$'),
        logo jsonb,
        secure_badge boolean not null default true,
        created_at timestamptz not null default now()
      )`)
    this.addSql(`
      create table email_template (
        merchant_id text not null references merchant deferrable initially deferred,
        kind text not null check (kind in ('invoice', 'reminder', 'receipt', 'refund', 'credit_note', 'void')),
        subject text,
        text text,
        sms_text text,
        translations jsonb not null,
        primary key (merchant_id, kind)
      )`)
    this.addSql(`
      create table merchant_logo (
        merchant_id text primary key references merchant deferrable initially deferred,
        version text not null,
        png bytea not null,
        small_png bytea not null
      )`)
    this.addSql(
      'alter table merchant_logo alter column png set storage external, alter column small_png set storage external',
    )
    this.addSql(`
      create table api_key (
        id text primary key,
        hash text not null unique check (length(hash) = 64),
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        name text not null,
        scopes jsonb not null check (
          scopes <@ '["read", "write", "refunds", "webhooks"]' and jsonb_array_length(scopes) > 0),
        starts_with text not null,
        created_at timestamptz not null default now(),
        created_by jsonb not null,
        last_used_at timestamptz,
        expires_at timestamptz,
        revoked_at timestamptz,
        revoked_by jsonb,
        replaced_by text references api_key deferrable initially deferred
      )`)
    this.addSql('create index api_key_merchant on api_key (merchant_id, mode, id)')
    this.addSql(`
      create table payout_account (
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        account jsonb not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (merchant_id, mode, currency)
      )`)
    this.addSql(`
      create table number_sequence (
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        series text not null,
        last integer not null check (last >= 0),
        primary key (merchant_id, mode, series)
      )`)
    this.addSql(`
      create table suppressed_address (
        id text primary key,
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        channel text not null check (channel in ('email', 'sms')),
        address text not null,
        reason text not null,
        created_at timestamptz not null default now(),
        reopening_requested_at timestamptz,
        reopened_at timestamptz,
        reopened_cause jsonb,
        reported_at timestamptz,
        claimed_at timestamptz,
        check ((reopened_at is null) = (reopened_cause is null)),
        check (reported_at is null or reopened_at is not null)
      )`)
    this.addSql(`
      create unique index suppressed_address_current on suppressed_address (merchant_id, mode, channel, address)
      where reopened_at is null`)
    this.addSql(`create index suppressed_address_listed on suppressed_address (merchant_id, mode, id)`)
    this.addSql(`create index suppressed_address_by_address on suppressed_address (address)`)
    this.addSql(`
      create index suppressed_address_unreported on suppressed_address (reopened_at)
      where reopened_at is not null and reported_at is null`)
    this.addSql(`
      create table idempotency_key (
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null,
        key text not null,
        request_hash text not null,
        resource_id text not null,
        locked_until timestamptz not null,
        response_status integer,
        response_kid text,
        response_body bytea,
        erased_at timestamptz,
        created_at timestamptz not null default now(),
        primary key (merchant_id, mode, key)
      )`)
    this.addSql('create index idempotency_key_created on idempotency_key (created_at)')
    this.addSql('create index idempotency_key_resource on idempotency_key (resource_id)')
    this.addSql(`
      create table inbound_webhook (
        source text not null,
        mode text not null check (mode in ('test', 'live')),
        event_id text not null,
        body text not null,
        message_id text,
        received_at timestamptz not null default now(),
        last_attempt_at timestamptz,
        processed_at timestamptz,
        outcome text,
        primary key (source, mode, event_id)
      )`)
    this.addSql(
      'create index inbound_webhook_message on inbound_webhook (message_id) where message_id is not null',
    )
    this.addSql(`
      create index inbound_webhook_address on inbound_webhook (received_at)
      where source = 'postmark' and message_id is null`)
    this.addSql(
      'create index inbound_webhook_pending on inbound_webhook (received_at) where processed_at is null',
    )
    this.addSql(`
      create table pending_command (
        id text primary key,
        workflow text not null check (workflow in ('invoice', 'recurring_invoice', 'import')),
        subject_id text not null,
        merchant_id text not null,
        is_waiting boolean not null default true,
        claimed_at timestamptz,
        sent_at timestamptz not null default now()
      )`)
    this.addSql(`
      create table pending_start (
        id text primary key,
        merchant_id text not null,
        claimed_at timestamptz,
        issued_at timestamptz not null default now()
      )`)
    this.recurringInvoices()
    this.searchWords()
    this.customers()
    this.invoices()
    this.payments()
    this.notifications()
    this.imports()
    this.reconciliation()
    this.summary()
    this.profiles()
    this.identity()
    this.invoiceLists()
    this.trust()
    this.events()
    this.notices()
    this.webhooks()
    this.settingChanges()
  }

  private recurringInvoices(): void {
    this.addSql(`
      create table recurring_invoice (
        id text primary key,
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        status text not null check (status in ('active', 'paused', 'ended')),
        template_id text not null,
        summary jsonb not null default '{}',
        next_at timestamptz,
        test_clock_offset_ms bigint not null default 0 check (test_clock_offset_ms >= 0),
        last_reloaded_at timestamptz,
        blocked_at timestamptz,
        last_seq integer not null default 0,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`)
    this.addSql(
      'create index recurring_invoice_blocked on recurring_invoice (blocked_at) where blocked_at is not null',
    )
    this.addSql('create index recurring_invoice_list on recurring_invoice (merchant_id, mode, id desc)')
    this.addSql(
      'create index recurring_invoice_next on recurring_invoice (next_at) where next_at is not null',
    )
    this.addSql(`
      create table recurring_template (
        id text primary key,
        recurring_id text not null references recurring_invoice deferrable initially deferred,
        body jsonb,
        created_at timestamptz not null default now()
      )`)
    this.addSql('create index recurring_template_recurring on recurring_template (recurring_id)')
    this.addSql(`
      create table recurring_event (
        id text primary key,
        recurring_id text not null references recurring_invoice deferrable initially deferred,
        seq integer not null check (seq > 0),
        key text not null,
        type text not null,
        at timestamptz not null,
        cause jsonb not null,
        data jsonb not null,
        recorded_at timestamptz not null default now(),
        unique (recurring_id, seq),
        unique (recurring_id, key)
      )`)
  }

  private invoices(): void {
    this.addSql(`
      create table invoice (
        id text primary key,
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        status text not null check (status in ('draft', 'sent', 'viewed', 'overdue', 'paid', 'void')),
        number text,
        currency char(3) not null,
        subtotal bigint not null,
        discount bigint not null default 0,
        charge bigint not null default 0,
        net bigint not null,
        tax bigint not null,
        rounding bigint not null default 0,
        taxes jsonb not null,
        national_currency char(3),
        tax_exchange_rate text,
        national_tax bigint,
        amount bigint not null check (amount >= 0),
        amount_due bigint not null check (amount_due >= 0),
        amount_paid bigint not null check (amount_paid >= 0),
        amount_refunded bigint not null default 0 check (amount_refunded >= 0),
        amount_credited bigint not null default 0 check (amount_credited between 0 and amount),
        amount_overpaid bigint not null default 0 check (amount_overpaid >= 0),
        deposit bigint check (deposit > 0),
        due_date date not null,
        reminders jsonb,
        link_expires_at timestamptz,
        description text not null,
        instructions text,
        language text,
        customer_id text not null references customer deferrable initially deferred,
        customer_name text not null,
        customer_email text not null,
        customer_phone text,
        customer_company_number text,
        customer_tax_number text,
        customer_vat_number text,
        customer_cc jsonb not null default '[]',
        billing_address jsonb,
        purchase_order text,
        buyer_reference text,
        delivery_address jsonb,
        electronic_address jsonb,
        einvoice_format text not null default 'none'
          check (einvoice_format in ('none', 'factur_x', 'xrechnung', 'peppol')),
        delivery_date date,
        service_period jsonb,
        lines jsonb not null,
        discounts jsonb,
        charges jsonb,
        prices_include_tax boolean not null default false,
        tax_rounding text not null check (tax_rounding in ('group', 'line')),
        metadata jsonb not null default '{}',
        send_at timestamptz,
        send_requested_by jsonb,
        channels jsonb not null,
        delivery text not null default 'pending',
        receipt text not null default 'none',
        link_id text,
        import_id text,
        recurring_id text references recurring_invoice deferrable initially deferred,
        occurrence integer check (occurrence > 0),
        issued_at timestamptz,
        overdue_at timestamptz,
        viewed_at timestamptz,
        paid_at timestamptz,
        on_hold_since timestamptz,
        void_requested_at timestamptz,
        voided_at timestamptz,
        void_reason text check (void_reason = 'credited'),
        test_clock_offset_ms bigint not null default 0 check (test_clock_offset_ms >= 0),
        last_seq integer not null default 0,
        decision_count integer not null default 0,
        money jsonb,
        profile_version integer,
        time_zone text,
        issue_date date,
        payment_reference text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        check (num_nulls(national_currency, tax_exchange_rate, national_tax) in (0, 3)),
        check (status = 'draft' or num_nulls(number, issued_at, link_id, time_zone, issue_date, payment_reference) = 0),
        constraint invoice_occurrence unique (recurring_id, occurrence)
      )`)
    this.addSql('create unique index invoice_number on invoice (merchant_id, mode, number)')
    this.addSql(
      'create unique index invoice_payment_reference on invoice (merchant_id, mode, payment_reference)',
    )
    this.addSql("create index invoice_draft on invoice (merchant_id, mode) where status = 'draft'")
    this.addSql(`
      create function needs_decision(money jsonb) returns boolean
      language sql immutable parallel safe
      return money @> '{"currencyMismatches": [{"status": "waiting"}]}'
        or money @> '{"unreadableAmounts": [{"status": "waiting"}]}'
        or money @> '{"payments": [{"status": "reversed"}]}'
        or money->'refunds'->-1->>'status' = 'failed'`)
    this.addSql(`
      create index invoice_attention on invoice (merchant_id, mode, created_at)
      where delivery = 'failed' or amount_overpaid > 0 or needs_decision(money)`)
    this.addSql(
      "create index invoice_to_send on invoice (send_at) where status = 'draft' and send_at is not null",
    )
    this.addSql('create index invoice_import on invoice (import_id, delivery) where import_id is not null')
    this.addSql(`
      create index invoice_dedup on invoice (merchant_id, mode, due_date, amount, lower(customer_email))`)
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
    // The content is deflated: https://www.rfc-editor.org/rfc/rfc1951
    this.addSql(`
      create table issued_file (
        document_id text not null,
        invoice_id text not null references invoice deferrable initially deferred,
        format text not null check (format in ('factur_x', 'xrechnung', 'peppol')),
        content bytea not null,
        created_at timestamptz not null default now(),
        primary key (document_id, format)
      )`)
    this.addSql('alter table issued_file alter column content set storage external')
    this.addSql(`
      create table credit_note (
        id text primary key,
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        invoice_id text not null references invoice deferrable initially deferred,
        number text not null,
        origin text not null check (origin in ('merchant', 'refund', 'void')),
        reason text,
        lines jsonb not null,
        groups jsonb not null,
        net bigint not null,
        tax bigint not null,
        amount bigint not null check (amount > 0),
        profile_version integer not null,
        issued_at timestamptz not null,
        created_at timestamptz not null default now(),
        check (net + tax = amount)
      )`)
    this.addSql('create unique index credit_note_number on credit_note (merchant_id, mode, number)')
    this.addSql('create index credit_note_invoice on credit_note (invoice_id, id)')
    this.addSql('create index credit_note_list on credit_note (merchant_id, mode, created_at, id)')
    this.addSql(`
      create table pay_link (
        id text primary key,
        invoice_id text not null references invoice deferrable initially deferred,
        status text not null check (status in ('active', 'locked', 'used', 'expired', 'revoked')),
        expires_at timestamptz not null,
        created_at timestamptz not null default now()
      )`)
    this.addSql('create index pay_link_invoice on pay_link (invoice_id)')
    this.addSql(`
      create table command_payload (
        id text primary key,
        invoice_id text not null references invoice deferrable initially deferred,
        body jsonb not null,
        created_at timestamptz not null default now()
      )`)
    this.addSql('create index command_payload_invoice on command_payload (invoice_id)')
  }

  private payments(): void {
    this.addSql(`
      create table payment_attempt (
        id text primary key,
        invoice_id text not null references invoice deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        rail text not null,
        bank_id text not null,
        bank_name text not null,
        status text not null check (status in ('started', 'authorizing', 'processing', 'settled', 'failed')),
        amount bigint not null check (amount > 0),
        currency char(3) not null,
        request_body text not null,
        provider_payment_id text,
        to_external_account boolean not null default false,
        settlement_account text,
        redirect_url text,
        last_sent_at timestamptz,
        last_checked_at timestamptz,
        failure text,
        is_request_invalid boolean not null default false,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (rail, mode, provider_payment_id)
      )`)
    this.addSql('create index payment_attempt_invoice on payment_attempt (invoice_id)')
    this.addSql(
      'create index payment_attempt_invalid on payment_attempt (invoice_id) where is_request_invalid',
    )
    this.addSql(`
      create index payment_attempt_settled on payment_attempt (rail, mode, currency, updated_at)
      where status = 'settled'`)
    this.addSql(`
      create index payment_attempt_open on payment_attempt (rail, mode, currency)
      where status in ('started', 'authorizing', 'processing')`)
    this.addSql(`
      create table refund (
        id text primary key,
        invoice_id text not null references invoice deferrable initially deferred,
        attempt_id text not null references payment_attempt deferrable initially deferred,
        status text not null check (status in ('requested', 'submitted', 'executed', 'failed')),
        amount bigint not null check (amount > 0),
        request_body text,
        provider_refund_id text,
        last_sent_at timestamptz,
        last_checked_at timestamptz,
        failure text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`)
    this.addSql('create index refund_invoice on refund (invoice_id)')
    this.addSql('create index refund_provider on refund (provider_refund_id)')
    this.addSql("create index refund_executed on refund (updated_at) where status = 'executed'")
    this.addSql("create index refund_submitted on refund (updated_at) where status = 'submitted'")
  }

  private notifications(): void {
    this.addSql(`
      create table notification (
        id text primary key,
        invoice_id text references invoice deferrable initially deferred,
        recurring_id text references recurring_invoice deferrable initially deferred,
        webhook_endpoint_id text,
        account_mail_id text,
        merchant_notice_id text,
        kind text not null check (kind in ('invoice', 'reminder', 'receipt', 'refund', 'credit_note', 'void', 'notice')),
        channel text not null check (channel in ('email', 'sms')),
        discriminator text not null default '',
        copy integer not null default 0 check (copy >= 0),
        recipient text not null,
        status text not null check (status in ('pending', 'sent', 'failed')),
        segments integer,
        provider_message_id text,
        failure text,
        attempted_at timestamptz,
        text_hash text,
        is_counted boolean not null default false,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint notification_source check (
          num_nonnulls(invoice_id, recurring_id, account_mail_id, webhook_endpoint_id, merchant_notice_id) = 1),
        constraint notification_once unique nulls not distinct
          (invoice_id, recurring_id, account_mail_id, webhook_endpoint_id, merchant_notice_id, kind, channel,
            discriminator, copy)
      )`)
    // Two attempts that find the same text cannot both count it as theirs.
    this.addSql(`
      create unique index notification_text on notification (provider_message_id) where channel = 'sms'`)
  }

  private imports(): void {
    this.addSql(`
      create table import (
        id text primary key,
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        status text not null check (status in
          ('uploading', 'parsing', 'refused', 'review', 'issuing', 'completed', 'cancelled', 'expired')),
        paused_at timestamptz,
        file_name text,
        file_bytes bigint not null default 0,
        sha256 text,
        requested_settings jsonb not null default '{}',
        parse_version integer not null default 1,
        parse_attempt integer not null default 0,
        settings jsonb,
        header jsonb,
        problem jsonb,
        questions jsonb not null default '[]',
        rows integer not null default 0,
        blank_rows integer not null default 0,
        valid_rows integer not null default 0,
        invalid_rows integer not null default 0,
        duplicates integer not null default 0,
        totals jsonb not null default '[]',
        confirm_options jsonb,
        invoices_to_issue integer not null default 0,
        batches integer not null default 0,
        revision integer not null default 0,
        command_ids jsonb not null default '[]',
        started_at timestamptz,
        read_at timestamptz,
        confirmed_at timestamptz,
        confirmed_by jsonb,
        ended_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`)
    this.addSql('create index import_list on import (merchant_id, mode, id desc)')
    this.addSql(`
      create unique index import_file on import (merchant_id, mode, sha256)
      where status not in ('uploading', 'cancelled', 'expired')`)
    this.addSql(
      "create index import_running on import (updated_at) where status in ('uploading', 'parsing', 'issuing')",
    )
    this.addSql(`
      create table import_file_chunk (
        import_id text not null references import on delete cascade deferrable initially deferred,
        chunk integer not null,
        bytes bytea not null,
        primary key (import_id, chunk)
      )`)
    this.addSql('alter table import_file_chunk alter column bytes set storage external')
    this.addSql(`
      create table import_file_row (
        import_id text not null references import on delete cascade deferrable initially deferred,
        parse_version integer not null,
        row_number integer not null,
        line_number integer not null,
        invoice jsonb,
        errors jsonb,
        duplicate jsonb,
        invoice_number text,
        dedup_key text,
        first_row integer,
        batch integer,
        invoice_id text,
        primary key (import_id, parse_version, row_number)
      )`)
    this.addSql(`
      create index import_file_row_invoice_number on import_file_row (import_id, invoice_number)
      where invoice_number is not null`)
    this.addSql(`
      create index import_file_row_first_row on import_file_row (import_id, parse_version, first_row)
      where first_row is not null`)
    this.addSql(
      'create index import_file_row_batch on import_file_row (import_id, batch) where batch is not null',
    )
    this.addSql(`
      create table import_batch (
        import_id text not null references import on delete cascade deferrable initially deferred,
        batch integer not null,
        invoices integer not null,
        issued integer not null default 0,
        failed integer not null default 0,
        mailed integer not null default 0,
        undelivered integer not null default 0,
        issued_at timestamptz,
        refused_since timestamptz,
        done_at timestamptz,
        primary key (import_id, batch)
      )`)
    this.addSql('create index import_batch_open on import_batch (import_id) where done_at is null')
    this.addSql(`
      create table interactive_load (
        kind text primary key check (kind in ('interactive')),
        last_at timestamptz not null
      )`)
  }

  private reconciliation(): void {
    this.addSql(`
      create table reconciliation_run (
        rail text not null,
        mode text not null check (mode in ('test', 'live')),
        currency text not null,
        reconciled_until timestamptz not null,
        since timestamptz not null,
        transactions integer not null,
        matched integer not null,
        findings integer not null,
        finished_at timestamptz not null default now(),
        primary key (rail, mode, currency, reconciled_until)
      )`)
    this.addSql(`
      create table reconciliation_finding (
        id text primary key,
        rail text not null,
        mode text not null check (mode in ('test', 'live')),
        currency text not null,
        kind text not null,
        discriminator text not null,
        at timestamptz not null,
        transaction_id text,
        record_id text,
        invoice_id text references invoice deferrable initially deferred,
        amount_at_bank bigint,
        amount_recorded bigint,
        found_at timestamptz not null default now(),
        last_seen_at timestamptz not null default now(),
        resolved_at timestamptz,
        acknowledged_at timestamptz,
        note text,
        unique (rail, mode, kind, discriminator)
      )`)
    this.addSql(`
      create index reconciliation_finding_open on reconciliation_finding (rail, mode, currency)
      where resolved_at is null`)
    this.addSql('create index reconciliation_finding_invoice on reconciliation_finding (invoice_id)')
  }

  private summary(): void {
    this.addSql(`
      create table daily_figure (
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        currency char(3) not null,
        figure text not null,
        day date not null,
        count integer not null,
        amount numeric(38) not null,
        primary key (merchant_id, mode, currency, figure, day)
      )`)
  }

  private profiles(): void {
    const values = (row: string) =>
      PROFILE.split(', ')
        .map((column) => `${row}.${column}`)
        .join(', ')
    this.addSql(`
      create table merchant_profile (
        merchant_id text not null references merchant deferrable initially deferred,
        version integer not null,
        name text not null,
        email text not null,
        legal_name text,
        address jsonb,
        phone text,
        website text,
        company_number text,
        tax_number text,
        vat_number text,
        electronic_address jsonb,
        einvoice_contact jsonb,
        bank_details jsonb,
        small_business_note text,
        terms text,
        changed_by jsonb,
        created_at timestamptz not null default now(),
        primary key (merchant_id, version)
      )`)
    this.addSql(`
      create function raise_profile_version() returns trigger language plpgsql as $$
      begin
        if (${values('new')}) is distinct from (${values('old')}) then
          new.profile_version := old.profile_version + 1;
        end if;
        return new;
      end $$`)
    this.addSql(`
      create function save_profile_version() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' or new.profile_version <> old.profile_version then
          insert into merchant_profile (merchant_id, version, ${PROFILE}, changed_by)
          values (new.id, new.profile_version, ${values('new')}, current_actor());
        end if;
        return null;
      end $$`)
    this.addSql(`
      create trigger raise_profile_version before update on merchant
      for each row execute function raise_profile_version()`)
    this.addSql(`
      create trigger save_profile_version after insert or update on merchant
      for each row execute function save_profile_version()`)
  }

  private identity(): void {
    this.addSql(`
      create table auth_user (
        id text primary key,
        name text not null,
        email text not null unique check (email = lower(email)),
        email_verified boolean not null default false,
        image text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        two_factor_enabled boolean not null default false
      )`)
    this.addSql('create index auth_user_unconfirmed on auth_user (created_at) where not email_verified')
    this.addSql(`
      create table auth_session (
        id text primary key,
        expires_at timestamptz not null,
        token text not null unique,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null,
        ip_address text,
        user_agent text,
        user_id text not null references auth_user on delete cascade,
        active_organization_id text
      )`)
    this.addSql('create index auth_session_user on auth_session (user_id)')
    this.addSql('create index auth_session_expires on auth_session (expires_at)')
    this.addSql(`
      create table auth_account (
        id text primary key,
        account_id text not null,
        provider_id text not null,
        user_id text not null references auth_user on delete cascade,
        access_token text,
        refresh_token text,
        id_token text,
        access_token_expires_at timestamptz,
        refresh_token_expires_at timestamptz,
        scope text,
        password text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null,
        unique (provider_id, account_id)
      )`)
    this.addSql('create index auth_account_user on auth_account (user_id)')
    this.addSql(`
      create table auth_verification (
        id text primary key,
        identifier text not null,
        value text not null,
        expires_at timestamptz not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`)
    this.addSql('create index auth_verification_identifier on auth_verification (identifier)')
    this.addSql(`
      create table auth_organization (
        id text primary key references merchant,
        name text not null,
        slug text not null unique,
        logo text,
        created_at timestamptz not null,
        metadata text
      )`)
    this.addSql(`
      create table auth_member (
        id text primary key,
        organization_id text not null references auth_organization on delete cascade,
        user_id text not null references auth_user on delete cascade,
        role text not null check (role in ('owner', 'admin', 'member', 'accountant')),
        created_at timestamptz not null,
        unique (organization_id, user_id)
      )`)
    this.addSql('create index auth_member_user on auth_member (user_id)')
    // The lock makes concurrent departures of owners wait, so that one owner stays.
    this.addSql(`
      create function keep_owner() returns trigger language plpgsql as $$
      begin
        if old.role <> 'owner' or (tg_op = 'UPDATE' and new.role = 'owner') then return coalesce(new, old); end if;
        perform from auth_organization where id = old.organization_id for no key update;
        if found and not exists (
          select from auth_member
          where organization_id = old.organization_id and role = 'owner' and id <> old.id
        ) then
          raise exception 'the last owner stays' using errcode = '23514', constraint = 'auth_member_owner';
        end if;
        return coalesce(new, old);
      end $$`)
    this.addSql(`
      create trigger auth_member_owner before update or delete on auth_member
      for each row execute function keep_owner()`)
    this.addSql(`
      create table auth_invitation (
        id text primary key,
        organization_id text not null references auth_organization on delete cascade,
        email text not null,
        role text check (role in ('owner', 'admin', 'member', 'accountant')),
        status text not null,
        expires_at timestamptz not null,
        created_at timestamptz not null default now(),
        inviter_id text references auth_user on delete cascade
      )`)
    this.addSql('create index auth_invitation_organization on auth_invitation (organization_id)')
    this.addSql('create index auth_invitation_email on auth_invitation (email)')
    this.addSql(`
      create table auth_two_factor (
        id text primary key,
        secret text not null,
        backup_codes text not null,
        user_id text not null unique references auth_user on delete cascade,
        verified boolean not null default true,
        failed_verification_count integer not null default 0,
        locked_until timestamptz
      )`)
    this.addSql(`
      create table used_code (
        user_id text not null references auth_user on delete cascade,
        code text not null,
        used_at timestamptz not null default now(),
        primary key (user_id, code)
      )`)
    this.addSql('create index used_code_used on used_code (used_at)')
    this.addSql(`
      create table account_mail (
        id text primary key,
        kind text not null,
        recipient text not null,
        sealed text,
        expires_at timestamptz not null,
        claimed_at timestamptz,
        done_at timestamptz,
        created_at timestamptz not null default now()
      )`)
    this.addSql('create index account_mail_waiting on account_mail (created_at) where done_at is null')
    this.addSql('create index account_mail_created on account_mail (created_at)')
    this.addSql(`
      alter table notification add foreign key (account_mail_id)
      references account_mail on delete cascade deferrable initially deferred`)
    this.addSql(
      'create index notification_account_mail on notification (account_mail_id) where account_mail_id is not null',
    )
    // The order of the columns must stay, because the library inserts rows by position:
    // https://github.com/animir/node-rate-limiter-flexible/blob/master/lib/RateLimiterPostgres.js
    this.addSql(
      'create table rate_limit (key text primary key, points integer not null default 0, expire bigint)',
    )
  }

  private invoiceLists(): void {
    this.addSql('create index invoice_list on invoice (merchant_id, mode, created_at, id)')
    this.addSql('create index invoice_status on invoice (merchant_id, mode, status, created_at, id)')
    this.addSql('create index invoice_due on invoice (merchant_id, mode, due_date, created_at, id)')
    this.addSql(`
      create index invoice_status_due on invoice (merchant_id, mode, status, due_date, created_at, id)`)
    this.addSql(`
      create index invoice_customer on invoice (lower(customer_email), merchant_id, mode, created_at, id)`)
    this.addSql(
      'create index invoice_amount on invoice (merchant_id, mode, currency, amount, created_at, id)',
    )
    this.addSql('create index invoice_of_customer on invoice (customer_id, created_at, id)')
    this.addSql(`
      create index invoice_of_import on invoice (import_id, created_at, id) where import_id is not null`)
    this.invoiceSearch()
  }

  private invoiceSearch(): void {
    const wordsOf = (row: string) =>
      `search_words(concat_ws(' ', ${row}.number, nullif(${row}.payment_reference, ${row}.number), ${row}.customer_name,
        ${row}.customer_email, ${row}.description))`
    this.addSql(`
      create table invoice_search (
        invoice_id text primary key references invoice on delete cascade deferrable initially deferred,
        merchant_id text not null,
        mode text not null,
        words text not null,
        metadata jsonb not null
      )`)
    this.addSql(`
      create index invoice_search_words on invoice_search
      using gin (merchant_id, words gin_trgm_ops, metadata jsonb_path_ops)`)
    this.addSql(`
      create function add_invoice_search() returns trigger language plpgsql as $$
      begin
        insert into invoice_search (invoice_id, merchant_id, mode, words, metadata)
        select i.id, i.merchant_id, i.mode, ${wordsOf('i')}, i.metadata from added i;
        return null;
      end $$`)
    this.addSql(`
      create function change_invoice_search() returns trigger language plpgsql as $$
      begin
        update invoice_search set words = ${wordsOf('new')}, metadata = new.metadata where invoice_id = new.id;
        return null;
      end $$`)
    this.addSql(`
      create trigger invoice_search_added after insert on invoice
      referencing new table as added for each statement execute function add_invoice_search()`)
    this.addSql(`
      create trigger invoice_search_changed
      after update of number, payment_reference, customer_name, customer_email, description, metadata on invoice
      for each row when (
        (old.number, old.payment_reference, old.customer_name, old.customer_email, old.description, old.metadata)
        is distinct from (new.number, new.payment_reference, new.customer_name, new.customer_email, new.description,
          new.metadata))
      execute function change_invoice_search()`)
  }

  private trust(): void {
    this.addSql(`
      create table operator_decision (
        id text primary key,
        merchant_id text not null references merchant deferrable initially deferred,
        kind text not null check (kind in ('approved', 'suspended', 'limits_changed')),
        reason text,
        limits jsonb check (limits is null or kind = 'limits_changed'),
        decided_by jsonb not null,
        decided_at timestamptz not null default now()
      )`)
    this.addSql('create index operator_decision_merchant on operator_decision (merchant_id, id)')
    this.addSql(`
      create function keep_rows() returns trigger language plpgsql as $$
      begin
        raise exception 'a row of % does not change', tg_table_name using errcode = '23514', constraint = tg_table_name || '_kept';
      end $$`)
    this.addSql(`
      create trigger operator_decision_kept before update or delete or truncate on operator_decision
      for each statement execute function keep_rows()`)
    // The lock waits for transactions that have read the status.
    this.addSql(`
      create function apply_operator_decision() returns trigger language plpgsql as $$
      begin
        perform from merchant where id = new.merchant_id for update;
        if new.kind = 'limits_changed' then
          update merchant set volume_limits = new.limits where id = new.merchant_id;
        else
          update merchant set status = new.kind where id = new.merchant_id;
        end if;
        return null;
      end $$`)
    this.addSql(`
      create trigger operator_decision_applied after insert on operator_decision
      for each row execute function apply_operator_decision()`)
    this.addSql(`
      create function missing_for_live(merchant_id text) returns text[] language sql stable as $$
        select array_remove(array[
          case when not exists (
            select from auth_member o join auth_user u on u.id = o.user_id
            where o.organization_id = m.id and o.role = 'owner' and u.email_verified
          ) then 'confirmed_email' end,
          case when not exists (
            select from payout_account p where p.merchant_id = m.id and p.mode = 'live'
          ) then 'payout_account' end,
          case when m.status <> 'approved' then 'approval' end], null)
        from merchant m where m.id = $1
      $$`)
    this.volumes()
    this.addSql(`
      create function assert_live(merchant text) returns void language plpgsql as $$
      declare standing text; missing text[];
      begin
        select status into standing from merchant where id = $1 for key share;
        missing := missing_for_live($1);
        if cardinality(missing) > 0 then
          raise exception 'the merchant must not issue live invoices'
            using errcode = '23514', constraint = 'live_issue', detail = standing || ',' || array_to_string(missing, ',');
        end if;
      end $$`)
    this.addSql(`
      create function check_live_issue() returns trigger language plpgsql as $$
      begin
        perform assert_live(new.merchant_id);
        -- A confirmed import has already used the volume of its invoices.
        if new.import_id is null then
          perform use_volume(new.merchant_id, 1, jsonb_build_object(new.currency, new.amount));
        end if;
        return null;
      end $$`)
    this.addSql(`
      create trigger live_issue_updated after update on invoice
      for each row when (new.mode = 'live' and old.issued_at is null and new.issued_at is not null)
      execute function check_live_issue()`)
    this.addSql(`
      create trigger live_issue_inserted after insert on invoice
      for each row when (new.mode = 'live' and new.issued_at is not null)
      execute function check_live_issue()`)
    this.addSql(`
      create table test_mail_volume (
        merchant_id text not null references merchant deferrable initially deferred,
        day date not null,
        mails integer not null,
        primary key (merchant_id, day)
      )`)
  }

  /** Days are in UTC. An absent part is not limited. */
  private volumes(): void {
    this.addSql(`
      create table default_volume_limits (
        is_only boolean primary key default true check (is_only),
        limits jsonb not null
      )`)
    this.addSql(
      `insert into default_volume_limits (limits) values ('{"invoices": 50, "amounts": {"GBP": 1000000}}')`,
    )
    this.addSql(`
      create table live_volume (
        merchant_id text not null references merchant deferrable initially deferred,
        day date not null,
        invoices integer not null,
        amounts jsonb not null,
        primary key (merchant_id, day)
      )`)
    this.addSql(`
      create function volume_day(at timestamptz) returns date language sql immutable as $$
        select (at at time zone 'UTC')::date
      $$`)
    this.addSql(`
      create function add_amounts(jsonb, jsonb) returns jsonb language sql immutable as $$
        select coalesce(jsonb_object_agg(currency, amount), '{}')
        from (
          select key as currency, sum(value::numeric) as amount
          from (select * from jsonb_each_text($1) union all select * from jsonb_each_text($2)) as each
          group by key) as summed
      $$`)
    this.addSql(`
      create function limits_of(merchant_id text) returns jsonb language sql stable as $$
        select coalesce(m.volume_limits, d.limits) from merchant m, default_volume_limits d where m.id = $1
      $$`)
    // The row in `live_volume` makes concurrent uses of a merchant's limit wait.
    this.addSql(`
      create function use_volume(merchant text, more_invoices integer, more_amounts jsonb) returns void
      language plpgsql as $$
      declare limits jsonb := limits_of(merchant); used live_volume;
      begin
        if limits = '{}' then return; end if;
        insert into live_volume as v (merchant_id, day, invoices, amounts)
        values (merchant, volume_day(now()), more_invoices, more_amounts)
        on conflict (merchant_id, day) do update
          set invoices = v.invoices + excluded.invoices, amounts = add_amounts(v.amounts, excluded.amounts)
        returning * into used;
        if used.invoices > (limits ->> 'invoices')::integer or exists (
          select from jsonb_each_text(more_amounts) as more
          where (used.amounts ->> more.key)::numeric > (limits -> 'amounts' ->> more.key)::numeric
        ) then
          raise exception 'the daily limit is reached' using errcode = '23514', constraint = 'volume_limit';
        end if;
      end $$`)
  }

  private events(): void {
    this.addSql(`
      create table event_sequence (
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        last bigint not null check (last > 0),
        last_at timestamptz(3) not null,
        primary key (merchant_id, mode)
      )`)
    // A foreign key to the merchant would lock the merchant's row for each event.
    this.addSql(`
      create table public_event (
        id text primary key,
        merchant_id text not null,
        mode text not null check (mode in ('test', 'live')),
        sequence bigint not null check (sequence > 0),
        type text not null,
        data jsonb not null,
        created_at timestamptz(3) not null,
        unique (merchant_id, mode, sequence)
      )`)
    this.addSql('create index public_event_type on public_event (merchant_id, mode, type, sequence)')
    this.addSql('create index public_event_created on public_event (created_at)')
    // `created_at` never decreases with `sequence`, so the search can halve the range.
    this.addSql(`
      create function first_sequence(merchant text, of_mode text, instant timestamptz) returns bigint
      language plpgsql stable as $$
      declare low bigint; high bigint; middle bigint; found_at timestamptz;
      begin
        select min(sequence), max(sequence) + 1 into low, high
        from public_event where merchant_id = merchant and mode = of_mode;
        while low < high loop
          middle := (low + high) / 2;
          select created_at into found_at from public_event
          where merchant_id = merchant and mode = of_mode and sequence >= middle order by sequence limit 1;
          if found_at >= instant then high := middle; else low := middle + 1; end if;
        end loop;
        return coalesce(low, 1);
      end $$`)
  }

  private notices(): void {
    this.addSql(`
      create table notice_position (
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        sequence bigint not null,
        digest_day date,
        digest_sequence bigint not null,
        primary key (merchant_id, mode)
      )`)
    this.addSql(`
      create table merchant_notice (
        id text primary key,
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        kind text not null check (kind in ('paid', 'payment_failed', 'daily_digest')),
        event_id text,
        digest jsonb,
        claimed_at timestamptz,
        done_at timestamptz,
        created_at timestamptz not null default now(),
        check (num_nonnulls(event_id, digest) = 1)
      )`)
    this.addSql('create index merchant_notice_waiting on merchant_notice (created_at) where done_at is null')
    this.addSql('create index merchant_notice_created on merchant_notice (created_at)')
    this.addSql(`
      alter table notification add foreign key (merchant_notice_id)
      references merchant_notice on delete cascade deferrable initially deferred`)
    this.addSql(`
      create index notification_merchant_notice on notification (merchant_notice_id)
      where merchant_notice_id is not null`)
  }

  private webhooks(): void {
    this.addSql(`
      create table webhook_endpoint (
        id text primary key,
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        url text not null,
        description text,
        events jsonb,
        status text not null check (status in ('enabled', 'disabled')),
        disabled_reason text check (disabled_reason in ('merchant', 'gone', 'failing')),
        disabled_at timestamptz,
        secrets jsonb not null,
        failing_since timestamptz,
        notice_due_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz,
        check ((status = 'disabled') = (disabled_at is not null and disabled_reason is not null)),
        check (deleted_at is null or status = 'disabled')
      )`)
    this.addSql('create index webhook_endpoint_list on webhook_endpoint (merchant_id, mode, id desc)')
    this.addSql(`
      create index webhook_endpoint_enabled on webhook_endpoint (merchant_id, mode) where status = 'enabled'`)
    this.addSql(`
      create index webhook_endpoint_notice on webhook_endpoint (notice_due_at) where notice_due_at is not null`)
    this.addSql(`
      alter table notification add foreign key (webhook_endpoint_id) references webhook_endpoint
      deferrable initially deferred`)
    this.addSql(`
      create table webhook_delivery (
        id text primary key,
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        endpoint_id text not null references webhook_endpoint deferrable initially deferred,
        event_id text not null references public_event deferrable initially deferred,
        request text not null default '',
        status text not null default 'pending' check (status in
          ('pending', 'sending', 'retrying', 'succeeded', 'failed', 'cancelled')),
        claims integer not null default 0,
        attempts integer not null default 0,
        tries jsonb not null default '[]',
        next_at timestamptz,
        check_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        check ((status = 'retrying') = (next_at is not null)),
        check ((status in ('sending', 'retrying')) = (check_at is not null)),
        unique (endpoint_id, event_id, request)
      )`)
    this.addSql('create index webhook_delivery_list on webhook_delivery (merchant_id, mode, id desc)')
    this.addSql('create index webhook_delivery_endpoint on webhook_delivery (endpoint_id, id desc)')
    this.addSql('create index webhook_delivery_event on webhook_delivery (event_id)')
    this.addSql(`
      create index webhook_delivery_pending on webhook_delivery (endpoint_id, id) where status = 'pending'`)
    this.addSql(`
      create index webhook_delivery_status on webhook_delivery (merchant_id, mode, status, id desc)
      where status in ('retrying', 'failed', 'cancelled')`)
    this.addSql(`
      create index webhook_delivery_check on webhook_delivery (check_at) where check_at is not null`)
    this.addSql(`
      create function new_type_id(prefix text) returns text language sql volatile as $$
        select prefix || '_' || string_agg(
          substr('0123456789abcdefghjkmnpqrstvwxyz', substring(bits from 5 * i + 1 for 5)::integer + 1, 1),
          '' order by i)
        from (
          select '00'::bit(2) || floor(extract(epoch from clock_timestamp()) * 1000)::bigint::bit(48)
            || ('x7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::bit(80) as bits) as uuid,
          generate_series(0, 25) as i
      $$`)
  }

  /** The transaction names the actor of its changes: `db/settings/change-settings.ts`. */
  private settingChanges(): void {
    this.addSql(`
      create table setting_change (
        id text primary key,
        merchant_id text not null references merchant deferrable initially deferred,
        mode text check (mode in ('test', 'live')),
        actor jsonb not null,
        setting text not null,
        subject text,
        before jsonb,
        after jsonb,
        created_at timestamptz not null default now(),
        check (before is not null or after is not null)
      )`)
    this.addSql('create index setting_change_list on setting_change (merchant_id, id desc)')
    this.addSql(`
      create trigger setting_change_kept before update or delete or truncate on setting_change
      for each statement execute function keep_rows()`)
    this.addSql(`
      create function current_actor() returns jsonb language sql stable as $$
        select nullif(current_setting('duewell.actor', true), '')::jsonb
      $$`)
    // A secret must not reach the log: only its id and its end do.
    this.addSql(`
      create function without_secrets(fields jsonb) returns jsonb language sql immutable as $$
        select case when fields ? 'secrets' then fields || jsonb_build_object('secrets', (
          select coalesce(jsonb_agg(jsonb_build_object('id', s -> 'commandId', 'expiresAt', s -> 'expiresAt')), '[]')
          from jsonb_array_elements(fields -> 'secrets') s)) else fields end
      $$`)
    this.addSql(`
      create function record_setting_change() returns trigger language plpgsql as $$
      declare
        earlier jsonb := case when tg_op <> 'INSERT' then without_secrets(to_jsonb(old)) end;
        later jsonb := case when tg_op <> 'DELETE' then without_secrets(to_jsonb(new)) end;
        kept jsonb := coalesce(later, earlier);
        old_values jsonb;
        new_values jsonb;
      begin
        select jsonb_object_agg(name, earlier -> name), jsonb_object_agg(name, later -> name) into old_values, new_values
        from unnest(tg_argv[2:]) as name
        where coalesce(earlier -> name, 'null') is distinct from coalesce(later -> name, 'null');
        if new_values is null then return null; end if;
        insert into setting_change (id, merchant_id, mode, actor, setting, subject, before, after)
        values (
          new_type_id('chg'), coalesce(kept ->> 'merchant_id', kept ->> 'organization_id', kept ->> 'id'), kept ->> 'mode',
          coalesce(current_actor(),
            case when tg_table_name = 'auth_member' then jsonb_build_object('type', 'person', 'id', kept -> 'user_id') end,
            '{"type": "system"}'),
          tg_argv[0], kept ->> tg_argv[1],
          case when earlier is not null then old_values end, case when later is not null then new_values end);
        return null;
      end $$`)
    for (const [
      setting,
      { table, subject, columns, when = '', on = 'insert or delete or update' },
    ] of RECORDED) {
      this.addSql(`
        create trigger ${setting}_recorded after ${on.replace('update', `update of ${columns.join(', ')}`)} on ${table}
        for each row ${when} execute function record_setting_change(
          '${setting}', '${subject}', ${columns.map((column) => `'${column}'`).join(', ')})`)
    }
  }

  private searchWords(): void {
    this.addSql('create extension if not exists pg_trgm')
    this.addSql('create extension if not exists btree_gin')
    this.addSql(String.raw`
      create function search_words(text) returns text
      language sql immutable strict parallel safe
      return ' ' || btrim(replace(encode(convert_to(
        regexp_replace(
          regexp_replace(lower(normalize($1, nfkd)), '[\u0300-\u036f]+', '', 'g'),
          '[\u0001-\u002f\u003a-\u0060\u007b-\u007f]+', ' ', 'g'),
        'UTF8'), 'escape'), '\', 'x'))`)
  }

  private customers(): void {
    this.addSql(`
      create table customer (
        id text primary key,
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        email text,
        name text,
        phone text,
        language text,
        company_number text,
        tax_number text,
        vat_number text,
        billing_address jsonb,
        purchase_order text,
        buyer_reference text,
        delivery_address jsonb,
        electronic_address jsonb,
        einvoice_format text check (einvoice_format in ('none', 'factur_x', 'xrechnung', 'peppol')),
        cc jsonb not null default '[]',
        erased_at timestamptz,
        last_seq integer not null default 0,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        words text not null generated always as
          (search_words(coalesce(name, '') || ' ' || coalesce(email, ''))) stored,
        check (case when erased_at is null then email is not null and name is not null
          else num_nonnulls(email, name, phone, language, company_number, tax_number, vat_number, billing_address,
            purchase_order, buyer_reference, delivery_address, electronic_address, einvoice_format) = 0 and cc = '[]' end)
      )`)
    this.addSql('create unique index customer_email on customer (merchant_id, mode, lower(email))')
    this.addSql('create index customer_list on customer (merchant_id, mode, id desc)')
    this.addSql('create index customer_words on customer using gin (merchant_id, words gin_trgm_ops)')
    this.addSql(`
      create table customer_event (
        id text primary key,
        customer_id text not null references customer deferrable initially deferred,
        seq integer not null check (seq > 0),
        type text not null,
        at timestamptz not null default now(),
        cause jsonb not null,
        data jsonb not null,
        unique (customer_id, seq)
      )`)
  }
}

const PROFILE =
  'name, email, legal_name, address, phone, website, company_number, tax_number, vat_number, electronic_address, einvoice_contact, bank_details, small_business_note, terms'

interface Recorded {
  table: string
  subject: string
  columns: string[]
  on?: string
  when?: string
}

/** A column that is missing here is no setting. */
const RECORDED: [setting: string, Recorded][] = [
  ['profile', ofMerchant(PROFILE.split(', '))],
  ['branding', ofMerchant(['accent', 'logo', 'secure_badge'])],
  ['reminder_plan', ofMerchant(['reminder_time', 'reminder_steps'])],
  [
    'settings',
    ofMerchant([
      'time_zone',
      'number_prefix',
      'link_lifetime_days',
      'late_payment_policy',
      'overpayment_policy',
      'credit_note_on_void',
      'prices_include_tax',
      'tax_rounding',
      'notices',
    ]),
  ],
  [
    'email_template',
    {
      table: 'email_template',
      subject: 'kind',
      columns: ['subject', 'text', 'sms_text', 'translations'],
    },
  ],
  ['payout_account', { table: 'payout_account', subject: 'currency', columns: ['account'] }],
  [
    'api_key',
    {
      table: 'api_key',
      subject: 'id',
      columns: ['name', 'scopes', 'starts_with', 'expires_at', 'revoked_at', 'replaced_by'],
    },
  ],
  [
    'webhook_endpoint',
    {
      table: 'webhook_endpoint',
      subject: 'id',
      columns: ['url', 'description', 'events', 'status', 'disabled_reason', 'secrets', 'deleted_at'],
    },
  ],
  ['team_member', { table: 'auth_member', subject: 'id', columns: ['user_id', 'role'] }],
  [
    'team_invitation',
    {
      table: 'auth_invitation',
      subject: 'id',
      columns: ['email', 'role', 'status'],
      on: 'insert or update',
      when: `when (new.status <> 'accepted')`,
    },
  ],
  [
    'suppressed_address',
    { table: 'suppressed_address', subject: 'id', columns: ['reopened_at'], on: 'update' },
  ],
]

function ofMerchant(columns: string[]): Recorded {
  return { table: 'merchant', subject: '', columns, on: 'update' }
}
