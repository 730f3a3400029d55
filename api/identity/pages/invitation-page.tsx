import type { Invitation } from '../../../db/identity/team.ts'
import type { Person } from '../../../identity/identity.ts'
import { Layout } from './layout.tsx'

export function InvitationPage({
  invitation,
  person,
}: {
  invitation: Invitation
  person: Person | undefined
}) {
  const { id, merchantName, inviter, role } = invitation
  const title = `Join ${merchantName}`
  const text = `${inviter === null ? 'You are invited' : `${inviter} invites you`} to work with ${merchantName}, as ${role}.`
  if (!person) {
    return (
      <Layout title={title}>
        <section class="card">
          <p>{text}</p>
          <p>
            Sign in with the address that the invitation was sent to. If you have no account, sign up with it.
          </p>
          <p class="actions">
            <a class="primary" href={`/sign-in?next=/invitations/${id}`}>
              Sign in
            </a>
            <a class="secondary" href="/sign-up">
              Sign up
            </a>
          </p>
        </section>
      </Layout>
    )
  }
  return (
    <Layout title={title} person={person}>
      <section class="card">
        <p>{text}</p>
        {person.email === invitation.email ? (
          <form method="post" action={`/invitations/${id}`}>
            <button class="primary">Accept the invitation</button>
          </form>
        ) : (
          <p class="notice">
            {`The invitation was sent to another address than ${person.email}. Sign out, and sign in with that one.`}
          </p>
        )}
      </section>
    </Layout>
  )
}
