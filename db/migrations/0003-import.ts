import { Migration } from '@mikro-orm/migrations'

/** Imports: the file in parts, its rows as they were read, and the chunks in which they are issued. */
export class Migration0003Import extends Migration {
  override up(): void {
    this.addSql(`
      create table import (
        id text primary key,
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        state text not null check (state in
          ('uploading', 'reading', 'refused', 'review', 'issuing', 'completed', 'cancelled', 'expired')),
        paused_at timestamptz,
        file_name text,
        file_bytes bigint not null default 0,
        sha256 text,
        given jsonb not null default '{}',
        reading integer not null default 1,
        settings jsonb,
        header jsonb,
        problem jsonb,
        questions jsonb not null default '[]',
        rows integer not null default 0,
        blank_rows integer not null default 0,
        good integer not null default 0,
        bad integer not null default 0,
        duplicates integer not null default 0,
        sums jsonb not null default '[]',
        choice jsonb,
        to_issue integer not null default 0,
        chunks integer not null default 0,
        last_command_id text,
        started_at timestamptz,
        read_at timestamptz,
        confirmed_at timestamptz,
        ended_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`)
    this.addSql('create index import_list on import (merchant_id, mode, id desc)')
    // The same file is the same import, unless that was given up.
    this.addSql(`
      create unique index import_file on import (merchant_id, mode, sha256)
      where state not in ('uploading', 'cancelled', 'expired')`)
    this.addSql(
      "create index import_uploading on import (updated_at) where state in ('uploading', 'reading')",
    )
    this.addSql(`
      create table import_part (
        import_id text not null references import on delete cascade deferrable initially deferred,
        part integer not null,
        bytes bytea not null,
        primary key (import_id, part)
      )`)
    this.addSql('alter table import_part alter column bytes set storage external')
    this.addSql(`
      create table import_row (
        import_id text not null references import on delete cascade deferrable initially deferred,
        reading integer not null,
        "row" integer not null,
        line integer not null,
        invoice jsonb,
        errors jsonb,
        duplicate jsonb,
        number text,
        likeness text,
        chunk integer,
        invoice_id text,
        primary key (import_id, reading, "row")
      )`)
    this.addSql('create index import_row_number on import_row (import_id, number) where number is not null')
    this.addSql('create index import_row_chunk on import_row (import_id, chunk) where chunk is not null')
    this.addSql(`
      create table import_chunk (
        import_id text not null references import on delete cascade deferrable initially deferred,
        chunk integer not null,
        rows integer not null,
        issued integer not null default 0,
        failed integer not null default 0,
        mailed integer not null default 0,
        undelivered integer not null default 0,
        issued_at timestamptz,
        done_at timestamptz,
        primary key (import_id, chunk)
      )`)
    this.addSql(`
      create table traffic (
        kind text primary key check (kind in ('interactive')),
        last_at timestamptz not null
      )`)
    this.addSql('alter table invoice add import_id text, add language text')
    this.addSql('create index invoice_import on invoice (import_id) where import_id is not null')
    this.addSql('create index invoice_likeness on invoice (merchant_id, mode, due_date, amount)')
  }

  override down(): void {
    this.addSql('drop index invoice_likeness')
    this.addSql('alter table invoice drop import_id, drop language')
    for (const table of ['traffic', 'import_chunk', 'import_row', 'import_part', 'import'])
      this.addSql(`drop table ${table}`)
  }
}
