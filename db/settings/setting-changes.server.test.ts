import { describe, expect, it } from 'vitest'
import { SETTINGS } from '../../domain/merchant/setting-change.ts'
import { useDatabase } from '../../test/support/use-database.ts'
import { newId } from '../ids.ts'
import { changeSettings } from './change-settings.ts'
import { listSettingChanges } from './list-changes.ts'

const database = useDatabase()
const execute = <T>(sql: string, values: unknown[] = []) => database.orm.em.fork().execute<T[]>(sql, values)

const NO_SETTINGS: Record<string, string[]> = {
  merchant: ['id', 'profile_version', 'status', 'volume_limits', 'created_at'],
  email_template: ['merchant_id', 'kind'],
  payout_account: ['merchant_id', 'mode', 'currency', 'created_at', 'updated_at'],
  api_key: ['id', 'hash', 'merchant_id', 'mode', 'created_at', 'created_by', 'last_used_at', 'revoked_by'],
  webhook_endpoint: [
    'id',
    'merchant_id',
    'mode',
    'disabled_at',
    'failing_since',
    'notice_due_at',
    'created_at',
    'updated_at',
  ],
  auth_member: ['id', 'organization_id', 'created_at'],
  auth_invitation: ['id', 'organization_id', 'expires_at', 'created_at', 'inviter_id'],
  suppressed_address: [
    'id',
    'merchant_id',
    'mode',
    'channel',
    'address',
    'reason',
    'created_at',
    'reopening_requested_at',
    'reopened_cause',
    'reported_at',
    'claimed_at',
  ],
}

async function recordedColumns(): Promise<{ setting: string; table: string; columns: string[] }[]> {
  const triggers = await execute<{ table: string; call: string }>(
    `select distinct event_object_table as "table", action_statement as call
     from information_schema.triggers where action_statement like '%record_setting_change%'`,
  )
  return triggers.map(({ table, call }) => {
    const [setting = '', , ...columns] = [...call.matchAll(/'([^']*)'/g)].map(([, name = '']) => name)
    return { setting, table, columns }
  })
}

describe('the triggers of settings', () => {
  it('record every setting of the list, and every column that is one', async () => {
    const recorded = await recordedColumns()
    expect(recorded.map(({ setting }) => setting).toSorted()).toEqual([...SETTINGS].toSorted())
    for (const [table, columns] of Object.entries(NO_SETTINGS)) {
      const all = await execute<{ name: string }>(
        `select column_name as name from information_schema.columns where table_name = ?`,
        [table],
      )
      const known = recorded.filter((one) => one.table === table).flatMap((one) => one.columns)
      expect([table, all.map(({ name }) => name).toSorted()]).toEqual([
        table,
        [...columns, ...known].toSorted(),
      ])
    }
    expect(new Set(recorded.map(({ table }) => table))).toEqual(new Set(Object.keys(NO_SETTINGS)))
  })

  it('name the actor of the transaction, and the system in a transaction without one', async () => {
    const tenant = { merchantId: database.merchantId, mode: 'test' } as const
    const rename = 'update merchant set terms = ? where id = ?'
    const by = { type: 'person', id: newId('per') } as const
    await changeSettings(database.orm.em.fork(), by, (tx) =>
      tx.execute(rename, ['Seven days.', tenant.merchantId]),
    )
    await execute(rename, ['A month.', tenant.merchantId])
    await execute(rename, ['A month.', tenant.merchantId])
    const changes = await listSettingChanges(database.orm.em.fork(), tenant, {
      limit: 10,
      setting: 'profile',
    })
    expect(changes.map(({ actor, before, after }) => ({ actor, before, after }))).toEqual([
      { actor: { type: 'system' }, before: { terms: 'Seven days.' }, after: { terms: 'A month.' } },
      { actor: by, before: { terms: null }, after: { terms: 'Seven days.' } },
    ])
  })

  it('refuse a change of what they recorded', async () => {
    for (const sql of [
      `update setting_change set actor = '{}'`,
      'delete from setting_change',
      'truncate setting_change',
    ]) {
      await expect(execute(sql)).rejects.toThrow('a row of setting_change does not change')
    }
  })
})
