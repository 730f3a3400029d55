import type { Invitation, TeamMember } from '../../../db/identity/team.ts'
import { allows, mayGive, ROLES, type Role } from '../../../domain/identity/roles.ts'
import type { Member } from '../person.ts'
import { Field, type FormProps, Hidden } from '../../pages/fields.tsx'
import { Layout } from './layout.tsx'
import { shortDay } from './short-day.ts'

export interface TeamProps extends FormProps {
  own: Member
  members: readonly TeamMember[]
  invitations: readonly Invitation[]
  notice?: string | undefined
}

const MEANINGS: Record<Role, string> = {
  owner: 'Owner: everything',
  admin: 'Admin: everything but owners',
  member: 'Member: invoices and customers',
  accountant: 'Accountant: reads only',
}

export function TeamPage({ own, members, invitations, fields, mistakes, notice }: TeamProps) {
  const { person, merchantId, role } = own
  const mayInvite = allows(role, 'invitation', 'create')
  return (
    <Layout title="Team" settings={{ here: '/team' }} person={person} mistakes={mistakes} notice={notice}>
      {members.map((member) => (
        <section class="card">
          <h2>{member.name}</h2>
          <p class="muted">
            {`${member.email}, ${member.role}, two-factor sign-in ${member.isTwoFactorOn ? 'on' : 'off'}`}
          </p>
          {mayGive(role, member.role) ? <RoleForm member={member} own={own} /> : null}
          {member.personId === person.personId ? (
            <form method="post" action="/team/leave">
              <Hidden name="merchant" value={merchantId} />
              <button class="secondary">Leave the team</button>
            </form>
          ) : mayGive(role, member.role) ? (
            <form method="post" action={`/team/members/${member.id}/remove`}>
              <Hidden name="merchant" value={merchantId} />
              <button class="secondary">{`Remove ${member.name}`}</button>
            </form>
          ) : null}
        </section>
      ))}
      {mayInvite
        ? invitations.map(({ id, email, role: invited, expiresAt }) => (
            <section class="card">
              <h2>{email}</h2>
              <p class="muted">{`Invited as ${invited}, until ${shortDay(expiresAt)}`}</p>
              <form method="post" action="/team/invitations">
                <Hidden name="merchant" value={merchantId} />
                <Hidden name="email" value={email} />
                <Hidden name="role" value={invited} />
                <button class="secondary">Send it again</button>
              </form>
              <form method="post" action={`/team/invitations/${id}/cancel`}>
                <Hidden name="merchant" value={merchantId} />
                <button class="secondary">Cancel the invitation</button>
              </form>
            </section>
          ))
        : null}
      {mayInvite ? (
        <form class="card" method="post" action="/team/invitations">
          <h2>Invite a person</h2>
          <Hidden name="merchant" value={merchantId} />
          <Field
            name="email"
            label="Email"
            type="email"
            autocomplete="off"
            value={fields?.['email']}
            mistakes={mistakes}
          />
          <RoleChoice id="invited-role" chosen="member" roles={rolesFor(role)} />
          <button class="primary">Send the invitation</button>
        </form>
      ) : null}
    </Layout>
  )
}

function RoleForm({ member, own }: { member: TeamMember; own: Member }) {
  return (
    <form method="post" action={`/team/members/${member.id}/role`}>
      <Hidden name="merchant" value={own.merchantId} />
      <RoleChoice id={`role-${member.id}`} chosen={member.role} roles={rolesFor(own.role)} />
      <button class="secondary">{`Change the role of ${member.name}`}</button>
    </form>
  )
}

function RoleChoice({ id, chosen, roles }: { id: string; chosen: Role; roles: readonly Role[] }) {
  return (
    <div class="field">
      <label for={id}>Role</label>
      <select id={id} name="role">
        {roles.map((role) => (
          <option value={role} selected={role === chosen}>
            {MEANINGS[role]}
          </option>
        ))}
      </select>
    </div>
  )
}

function rolesFor(role: Role): readonly Role[] {
  return ROLES.filter((one) => mayGive(role, one))
}
