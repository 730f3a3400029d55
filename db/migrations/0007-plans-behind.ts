import { Migration } from '@mikro-orm/migrations'

/** `next_at` is by the real clock, and of every plan that has something to do: one that is paused may owe an invoice. */
export class Migration0007PlansBehind extends Migration {
  override up(): void {
    this.addSql("update recurring_invoice set next_at = next_at - clock_ms * interval '1 millisecond'")
    this.addSql('drop index recurring_next')
    this.addSql('create index recurring_next on recurring_invoice (next_at) where next_at is not null')
  }

  override down(): void {
    this.addSql("update recurring_invoice set next_at = next_at + clock_ms * interval '1 millisecond'")
    this.addSql('drop index recurring_next')
    this.addSql("create index recurring_next on recurring_invoice (next_at) where status = 'active'")
  }
}
