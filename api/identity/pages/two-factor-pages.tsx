import type { Person } from '../../../identity/identity.ts'
import { Field, type FormProps } from '../../pages/fields.tsx'
import { Layout } from './layout.tsx'

type Props = FormProps & { person: Person }

const BELOW_ACCOUNT = { here: '/account', isBelow: true } as const

export function TwoFactorPage({ person, mistakes }: Props) {
  if (!person.isTwoFactorOn) {
    return (
      <Layout title="Two-factor sign-in" settings={BELOW_ACCOUNT} person={person} mistakes={mistakes}>
        <form class="card" method="post" action="/account/two-factor">
          <p>
            A code of an authenticator app on your phone then goes with your password. Whoever only knows the
            password cannot sign in.
          </p>
          <PasswordField mistakes={mistakes} />
          <button class="primary">Set it up</button>
        </form>
      </Layout>
    )
  }
  return (
    <Layout title="Two-factor sign-in" settings={BELOW_ACCOUNT} person={person} mistakes={mistakes}>
      <form class="card" method="post" action="/account/two-factor/change">
        <p>Two-factor sign-in is on.</p>
        <PasswordField mistakes={mistakes} />
        <div class="actions">
          <button class="primary" name="change" value="recovery_codes">
            Make new recovery codes
          </button>
          <button class="secondary" name="change" value="off">
            Turn it off
          </button>
        </div>
      </form>
    </Layout>
  )
}

function PasswordField({ mistakes }: FormProps) {
  return (
    <Field
      name="password"
      label="Your password"
      type="password"
      autocomplete="current-password"
      mistakes={mistakes}
    />
  )
}

export interface SetUpProps extends Props {
  uri: string
  recoveryCodes: readonly string[]
}

export function SetUpPage({ person, uri, recoveryCodes }: SetUpProps) {
  const key = new URL(uri).searchParams.get('secret') ?? ''
  return (
    <Layout title="Set up two-factor sign-in" settings={BELOW_ACCOUNT} person={person}>
      <section class="card">
        <h2>1. Add Duewell to your app</h2>
        <p>
          <a href={uri}>Open the app on this device</a>, or enter this key in it:
        </p>
        <p>
          <code>{key.replaceAll(/(.{4})/g, '$1 ').trim()}</code>
        </p>
      </section>
      <RecoveryCodes title="2. Keep these recovery codes" codes={recoveryCodes} />
      <CodeForm title="3. Enter the code that the app shows" />
    </Layout>
  )
}

export function SetUpCodePage({ person, mistakes }: Props) {
  return (
    <Layout title="Set up two-factor sign-in" settings={BELOW_ACCOUNT} person={person} mistakes={mistakes}>
      <CodeForm title="Enter the code that the app shows" mistakes={mistakes} />
      <p>
        <a href="/account/two-factor">Begin again with a new key</a>
      </p>
    </Layout>
  )
}

function CodeForm({ title, mistakes }: FormProps & { title: string }) {
  return (
    <form class="card" method="post" action="/account/two-factor/confirm">
      <h2>{title}</h2>
      <Field name="code" label="Code" numeric autocomplete="one-time-code" mistakes={mistakes} />
      <button class="primary">Turn it on</button>
    </form>
  )
}

export function RecoveryCodesPage({ person, codes }: { person: Person; codes: readonly string[] }) {
  return (
    <Layout title="New recovery codes" settings={BELOW_ACCOUNT} person={person}>
      <RecoveryCodes title="Keep these codes" codes={codes} />
    </Layout>
  )
}

function RecoveryCodes({ title, codes }: { title: string; codes: readonly string[] }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      <p>With one of them you can sign in without your phone. Each works once. They are shown only now.</p>
      <ul class="codes">
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </section>
  )
}
