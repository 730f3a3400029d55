import type { ApiKeyRow } from '../../../db/entities/index.ts'
import { newId } from '../../../db/ids.ts'
import { allows } from '../../../domain/identity/roles.ts'
import { apiKeyStatus, type Scope, SCOPES } from '../../../domain/merchant/api-key.ts'
import type { Member } from '../person.ts'
import { Field, type FormProps, Hidden } from '../../pages/fields.tsx'
import { Layout } from './layout.tsx'
import { shortDay } from './short-day.ts'

export interface ShownKey {
  id: string
  key: string
}

export interface KeysProps extends FormProps {
  own: Member
  keys: readonly ApiKeyRow[]
  created?: ShownKey | undefined
}

const MEANINGS: Record<Scope, string> = {
  read: 'read: see invoices, customers and settings',
  write: 'write: make and change them',
  refunds: 'refunds: send money back',
  webhooks: 'webhooks: manage webhook endpoints',
}

export function KeysPage({ own, keys, created, fields, mistakes }: KeysProps) {
  const { person, merchantId, role } = own
  return (
    <Layout title="API keys" settings={{ here: '/keys' }} person={person} mistakes={mistakes}>
      {created ? (
        <section class="card" role="status">
          <h2>The new key</h2>
          <p>
            <code>{created.key}</code>
          </p>
          <p class="muted">Copy it now: it is not shown again.</p>
        </section>
      ) : null}
      {keys.map((key) => (
        <KeyCard key={key.id} row={key} own={own} />
      ))}
      {allows(role, 'api_key', 'write') ? (
        <form class="card" method="post" action="/keys">
          <h2>Make a key</h2>
          <Hidden name="merchant" value={merchantId} />
          <Hidden name="id" value={newId('key')} />
          <Field name="name" label="Name" autocomplete="off" value={fields?.['name']} mistakes={mistakes} />
          <div class="field">
            <label for="mode">Mode</label>
            <select id="mode" name="mode">
              <option value="test" selected={fields?.['mode'] !== 'live'}>
                test
              </option>
              <option value="live" selected={fields?.['mode'] === 'live'}>
                live
              </option>
            </select>
          </div>
          <fieldset class="field">
            <legend>Scopes</legend>
            {mistakes?.['scopes'] ? <p class="mistake">{`This ${mistakes['scopes']}.`}</p> : null}
            {SCOPES.map((scope) => (
              <label>
                <input
                  type="checkbox"
                  name={`scope_${scope}`}
                  value="yes"
                  checked={fields?.[`scope_${scope}`] === 'yes'}
                />
                {` ${MEANINGS[scope]}`}
              </label>
            ))}
          </fieldset>
          <button class="primary">Make the key</button>
        </form>
      ) : null}
    </Layout>
  )
}

function KeyCard({ row, own }: { row: ApiKeyRow; own: Member }) {
  const { id, name, mode, scopes, startsWith, lastUsedAt, expiresAt, replacedBy } = row
  const status = apiKeyStatus(row)
  const mayChange = status === 'active' && allows(own.role, 'api_key', 'write')
  const end = expiresAt && status === 'active' ? `, until ${shortDay(expiresAt)}` : ''
  return (
    <section class="card">
      <h2>{name}</h2>
      <dl class="facts">
        <dt>Begins with</dt>
        <dd>
          <code>{startsWith}</code>
        </dd>
        <dt>State</dt>
        <dd>{`${status}, in ${mode} mode${end}`}</dd>
        <dt>Scopes</dt>
        <dd>{scopes.join(', ')}</dd>
        <dt>Last used</dt>
        <dd>{lastUsedAt ? shortDay(lastUsedAt) : 'Not yet'}</dd>
      </dl>
      {mayChange && !replacedBy ? (
        <form method="post" action={`/keys/${id}/rotate`}>
          <Hidden name="merchant" value={own.merchantId} />
          <button class="secondary">{`Rotate ${name}: the old key works for a day`}</button>
        </form>
      ) : null}
      {mayChange ? (
        <form method="post" action={`/keys/${id}/revoke`}>
          <Hidden name="merchant" value={own.merchantId} />
          <button class="secondary">{`Revoke ${name} at once`}</button>
        </form>
      ) : null}
    </section>
  )
}
