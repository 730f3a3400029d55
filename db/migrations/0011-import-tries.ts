import { Migration } from '@mikro-orm/migrations'

/**
 * Of two tries at one reading only the later one counts; every request that was done is remembered, and not the last
 * alone; and what is counted or looked for again and again has its index.
 */
export class Migration0011ImportTries extends Migration {
  override up(): void {
    this.addSql('alter table import add reading_try integer not null default 0')
    this.addSql("alter table import add command_ids jsonb not null default '[]'")
    this.addSql(
      'update import set command_ids = jsonb_build_array(last_command_id) where last_command_id is not null',
    )
    this.addSql('alter table import drop last_command_id')
    this.addSql('drop index import_uploading')
    this.addSql(
      "create index import_moving on import (updated_at) where state in ('uploading', 'reading', 'issuing')",
    )
    this.addSql('create index import_chunk_open on import_chunk (import_id) where done_at is null')
    this.addSql('drop index invoice_import')
    this.addSql('create index invoice_import on invoice (import_id, delivery) where import_id is not null')
  }

  override down(): void {
    this.addSql('drop index invoice_import')
    this.addSql('create index invoice_import on invoice (import_id) where import_id is not null')
    this.addSql('drop index import_chunk_open')
    this.addSql('drop index import_moving')
    this.addSql(
      "create index import_uploading on import (updated_at) where state in ('uploading', 'reading')",
    )
    this.addSql('alter table import add last_command_id text')
    this.addSql('alter table import drop command_ids, drop reading_try')
  }
}
