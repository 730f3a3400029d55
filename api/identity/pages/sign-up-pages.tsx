import { Field, type FormProps, Hidden, OwnAddressField } from '../../pages/fields.tsx'
import { Layout } from './layout.tsx'

export function SignUpPage({ fields, mistakes }: FormProps) {
  return (
    <Layout title="Sign up" mistakes={mistakes}>
      <form class="card" method="post" action="/sign-up">
        <Field
          name="name"
          label="Your name"
          autocomplete="name"
          value={fields?.['name']}
          mistakes={mistakes}
        />
        <OwnAddressField fields={fields} mistakes={mistakes} />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="new-password"
          hint="At least 12 characters. Three or four words are easy to remember."
          mistakes={mistakes}
        />
        <button class="primary">Sign up</button>
      </form>
      <p>
        You have an account? <a href="/sign-in">Sign in</a>
      </p>
    </Layout>
  )
}

export interface CheckMailProps {
  email: string
  again: string
  text: string
}

/** The page must not reveal whether the address has an account. */
export function CheckMailPage({ email, again, text }: CheckMailProps) {
  return (
    <Layout title="Check your mail">
      <section class="card">
        <p>{text}</p>
        <p class="muted">It can take a minute. Please look among the unwanted mail too.</p>
        <form method="post" action={again}>
          <Hidden name="email" value={email} />
          <button class="secondary">Send it again</button>
        </form>
      </section>
    </Layout>
  )
}

export function ConfirmPage({ token }: { token: string }) {
  return (
    <Layout title="Confirm your address">
      <form class="card" method="post" action="/confirm">
        <p>Did you sign up for Duewell? Then confirm that this address is yours.</p>
        <Hidden name="token" value={token} />
        <button class="primary">Confirm the address</button>
      </form>
    </Layout>
  )
}

export function ConfirmationEndedPage({ mistakes, fields }: FormProps) {
  return (
    <Layout title="This link has ended" mistakes={mistakes}>
      <form class="card" method="post" action="/confirm/again">
        <p>It works for a day, and only for the last sign-up with an address. We can send a new one.</p>
        <OwnAddressField fields={fields} mistakes={mistakes} />
        <button class="primary">Send a new link</button>
      </form>
    </Layout>
  )
}
