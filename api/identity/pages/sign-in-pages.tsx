import type { Person } from '../../../identity/identity.ts'
import { Field, type FormProps, Hidden, OwnAddressField } from '../../pages/fields.tsx'
import { Layout } from './layout.tsx'

export interface SignInProps extends FormProps {
  next?: string | undefined
  notice?: string | undefined
}

export function SignInPage({ fields, mistakes, next, notice }: SignInProps) {
  return (
    <Layout title="Sign in" mistakes={mistakes} notice={notice}>
      <form class="card" method="post" action="/sign-in">
        <Hidden name="next" value={next} />
        <OwnAddressField fields={fields} mistakes={mistakes} />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="current-password"
          mistakes={mistakes}
        />
        <button class="primary">Sign in</button>
      </form>
      <p>
        <a href="/password">Choose a new password</a>
      </p>
      <p>
        No account yet? <a href="/sign-up">Sign up</a>
      </p>
    </Layout>
  )
}

export function SecondFactorPage({ mistakes, next }: SignInProps) {
  return (
    <Layout title="Two-factor sign-in" mistakes={mistakes}>
      <form class="card" method="post" action="/sign-in/two-factor">
        <Hidden name="next" value={next} />
        <Field
          name="code"
          label="Code"
          numeric
          autocomplete="one-time-code"
          hint="The six digits that your authenticator app shows."
          mistakes={mistakes}
        />
        <button class="primary">Go on</button>
      </form>
      <form class="card" method="post" action="/sign-in/two-factor">
        <h2>Without your phone?</h2>
        <Hidden name="next" value={next} />
        <Field
          name="recovery_code"
          label="Recovery code"
          autocomplete="off"
          hint="One of the codes that you kept. Each works once."
          mistakes={mistakes}
        />
        <button class="secondary">Use the recovery code</button>
      </form>
    </Layout>
  )
}

export function UnconfirmedPage({ email }: { email: string }) {
  return (
    <Layout title="Confirm your address first">
      <form class="card" method="post" action="/confirm/again">
        <p>We sent a link to your address when you signed up. Open it, and then sign in.</p>
        <Hidden name="email" value={email} />
        <button class="primary">Send it again</button>
      </form>
    </Layout>
  )
}

export function ForgottenPage({ fields, mistakes }: FormProps) {
  return (
    <Layout title="Choose a new password" mistakes={mistakes}>
      <form class="card" method="post" action="/password">
        <p>We send a link to your address. It works once, for an hour.</p>
        <OwnAddressField fields={fields} mistakes={mistakes} />
        <button class="primary">Send the link</button>
      </form>
    </Layout>
  )
}

export function NewPasswordPage({ token, mistakes }: FormProps & { token: string }) {
  return (
    <Layout title="Choose a new password" mistakes={mistakes}>
      <form class="card" method="post" action="/password/new">
        <Hidden name="token" value={token} />
        <Field
          name="password"
          label="New password"
          type="password"
          autocomplete="new-password"
          hint="At least 12 characters. All devices are signed out."
          mistakes={mistakes}
        />
        <button class="primary">Save the password</button>
      </form>
    </Layout>
  )
}

export function SignOutPage({ person }: { person: Person }) {
  return (
    <Layout title="Sign out" person={person}>
      <section class="card">
        <p>{`You are signed in as ${person.email}.`}</p>
        <form method="post" action="/sign-out" class="actions">
          <button class="primary">Sign out</button>
          <button class="secondary" name="everywhere" value="yes">
            Sign out everywhere
          </button>
        </form>
      </section>
    </Layout>
  )
}
