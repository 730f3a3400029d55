import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import { allows } from '../../../domain/identity/roles.ts'
import type { Person } from '../../../identity/identity.ts'
import type { Fields, Mistakes } from '../form.ts'

export interface FormProps {
  fields?: Fields | undefined
  mistakes?: Mistakes | undefined
}

export interface LayoutProps {
  title: string
  person?: Person | undefined
  mistakes?: Mistakes | undefined
  children?: Child
}

export function Layout({ title, person, mistakes, children }: LayoutProps) {
  const hasMistakes = Object.keys(mistakes ?? {}).length > 0
  return html`<!doctype html>${(
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <meta name="color-scheme" content="light dark" />
          <title>{`${hasMistakes ? 'Error: ' : ''}${title} – Duewell`}</title>
          <link rel="stylesheet" href="/pay/assets/style.css" />
        </head>
        <body>
          {person ? <Navigation person={person} /> : null}
          <main>
            <h1>{title}</h1>
            {hasMistakes ? <Summary mistakes={mistakes ?? {}} /> : null}
            {children}
          </main>
        </body>
      </html>
    )}`
}

function Navigation({ person }: { person: Person }) {
  return (
    <nav class="account" aria-label="Account">
      <strong>{person.merchantName ?? person.name}</strong>
      <a href="/account">Account</a>
      {person.merchantId ? <a href="/team">Team</a> : null}
      {person.role && allows(person.role, 'api_key', 'read') ? <a href="/keys">API keys</a> : null}
      <a href="/sign-out">Sign out</a>
    </nav>
  )
}

function Summary({ mistakes }: { mistakes: Mistakes }) {
  const { form } = mistakes
  return (
    <p class="notice" role="alert">
      {form ?? 'Please correct the fields that are marked below.'}
    </p>
  )
}

export interface FieldProps {
  name: string
  label: string
  type?: 'text' | 'email' | 'password'
  autocomplete?: string
  value?: string | undefined
  hint?: string
  numeric?: boolean
  mistakes?: Mistakes | undefined
}

export function Field({ name, label, type, autocomplete, value, hint, numeric, mistakes }: FieldProps) {
  const mistake = mistakes?.[name]
  const described = [hint ? `${name}-hint` : '', mistake ? `${name}-mistake` : ''].filter(Boolean).join(' ')
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint ? (
        <p class="muted" id={`${name}-hint`}>
          {hint}
        </p>
      ) : null}
      {mistake ? (
        <p class="mistake" id={`${name}-mistake`}>
          {`This ${mistake}.`}
        </p>
      ) : null}
      <input
        id={name}
        name={name}
        type={type ?? 'text'}
        required
        value={value}
        autocomplete={autocomplete}
        inputmode={numeric ? 'numeric' : undefined}
        aria-invalid={mistake ? 'true' : undefined}
        aria-describedby={described || undefined}
      />
    </div>
  )
}

export function OwnAddressField({ fields, mistakes }: FormProps) {
  return (
    <Field
      name="email"
      label="E-mail address"
      type="email"
      autocomplete="username"
      value={fields?.['email']}
      mistakes={mistakes}
    />
  )
}

export function Hidden({ name, value }: { name: string; value: string | undefined }) {
  return value === undefined ? null : <input type="hidden" name={name} value={value} />
}
