import type { Membership } from '../../../db/identity/merchants.ts'
import type { OpenSession } from '../../../db/identity/sessions.ts'
import type { Invitation } from '../../../db/identity/team.ts'
import type { Person } from '../../../identity/identity.ts'
import { Field, type FormProps, Hidden } from '../../pages/fields.tsx'
import { Layout } from './layout.tsx'
import { shortDay } from './short-day.ts'

export function AccountPage({ person }: { person: Person }) {
  return (
    <Layout title="Account" settings={{ here: '/account' }} person={person}>
      <section class="card">
        <dl class="facts">
          <dt>Name</dt>
          <dd>{person.name}</dd>
          <dt>E-mail address</dt>
          <dd>{person.email}</dd>
          <dt>Merchant</dt>
          <dd>{person.merchantName ?? 'none chosen'}</dd>
          <dt>Role</dt>
          <dd>{person.role ?? 'none'}</dd>
          <dt>Two-factor sign-in</dt>
          <dd>{person.isTwoFactorOn ? 'on' : 'off'}</dd>
        </dl>
      </section>
      <ul class="links">
        <li>
          <a href="/account/merchants">Merchants</a>
        </li>
        <li>
          <a href="/account/two-factor">Two-factor sign-in</a>
        </li>
        <li>
          <a href="/account/sessions">Signed-in devices</a>
        </li>
        <li>
          <a href="/password">Choose a new password</a>
        </li>
      </ul>
    </Layout>
  )
}

export function SessionsPage({ person, sessions }: { person: Person; sessions: readonly OpenSession[] }) {
  return (
    <Layout title="Signed-in devices" settings={{ here: '/account', isBelow: true }} person={person}>
      {sessions.map(({ id, userAgent, ipAddress, createdAt, lastUsedAt }) => (
        <section class="card">
          <h2>{id === person.sessionId ? 'This device' : userAgent || 'A device'}</h2>
          <p class="muted">
            {`${id === person.sessionId ? `${userAgent ?? ''} ` : ''}${ipAddress ?? ''}, signed in ${shortDay(createdAt)}, last used ${shortDay(lastUsedAt)}`}
          </p>
          <form method="post" action={`/account/sessions/${id}/end`}>
            <button class="secondary">Sign out</button>
          </form>
        </section>
      ))}
      <form method="post" action="/sign-out">
        <button class="primary" name="everywhere" value="yes">
          Sign out everywhere
        </button>
      </form>
    </Layout>
  )
}

export interface MerchantsProps extends FormProps {
  person: Person
  memberships: readonly Membership[]
  invitations: readonly Invitation[]
  newId: string
}

export function MerchantsPage(props: MerchantsProps) {
  const { person, memberships, invitations, newId, fields, mistakes } = props
  return (
    <Layout title="Merchants" person={person} mistakes={mistakes}>
      {invitations.map(({ id, merchantName, inviter }) => (
        <section class="card">
          <h2>{merchantName}</h2>
          <p>
            {inviter === null ? 'You are invited. ' : `${inviter} invites you. `}
            <a href={`/invitations/${id}`}>See the invitation</a>
          </p>
        </section>
      ))}
      {memberships.map(({ merchantId, name, role }) => (
        <section class="card">
          <h2>{name}</h2>
          <p class="muted">{`You are ${role}.`}</p>
          {merchantId === person.merchantId ? (
            <p>
              <strong>Chosen on this device.</strong> <a href="/team">Team</a>
            </p>
          ) : (
            <form method="post" action="/account/merchants/choose">
              <Hidden name="merchant" value={merchantId} />
              <button class="secondary">Choose</button>
            </form>
          )}
        </section>
      ))}
      <form class="card" method="post" action="/account/merchants">
        <h2>A new merchant</h2>
        <Hidden name="id" value={newId} />
        <Field
          name="name"
          label="Name on invoices"
          autocomplete="organization"
          value={fields?.['name']}
          mistakes={mistakes}
        />
        <Field
          name="email"
          label="Email for customers"
          type="email"
          autocomplete="email"
          value={fields?.['email'] ?? person.email}
          mistakes={mistakes}
        />
        <Field
          name="time_zone"
          label="Time zone"
          autocomplete="off"
          hint="As the IANA database names it, such as Europe/London."
          value={fields?.['time_zone']}
          mistakes={mistakes}
        />
        <button class="primary">Create the merchant</button>
      </form>
    </Layout>
  )
}
