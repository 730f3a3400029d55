import { allows } from '../../domain/identity/roles.ts'
import { type Mode, MODES } from '../../domain/shared/mode.ts'
import type { Person } from '../../identity/identity.ts'

const SECTIONS = [
  { name: 'overview', label: 'Overview', path: '' },
  { name: 'invoices', label: 'Invoices', path: '/invoices' },
  { name: 'credit-notes', label: 'Credit notes', path: '/credit-notes' },
  { name: 'recurring', label: 'Recurring', path: '/recurring' },
  { name: 'customers', label: 'Customers', path: '/customers' },
  { name: 'imports', label: 'Imports', path: '/imports' },
  { name: 'settings', label: 'Settings', path: '/settings' },
] as const
export type Section = (typeof SECTIONS)[number]['name']

const MODE_NAMES: Record<Mode, string> = { test: 'Test', live: 'Live' }

export interface HeaderProps {
  person: Person
  /** Absent on the pages of the account, which belong to no mode. */
  mode?: Mode
  section?: Section
}

export function Header({ person, mode, section }: HeaderProps) {
  const base = `/dashboard/${mode ?? fittingMode(person)}`
  return (
    <>
      {mode === 'test' ? (
        <section class="test-band" aria-label="Test mode">
          <strong>Test mode.</strong> The banks are a sandbox: no money moves.
        </section>
      ) : null}
      <header class="top">
        <a class="who" href={person.merchantId ? base : '/account/merchants'}>
          {person.merchantName ?? 'Duewell'}
        </a>
        {person.merchantId ? (
          <>
            {mode ? (
              <nav class="modes" aria-label="Mode">
                {MODES.map((one) => (
                  <a href={`/dashboard/${one}`} aria-current={one === mode ? 'true' : undefined}>
                    {MODE_NAMES[one]}
                  </a>
                ))}
              </nav>
            ) : null}
            <nav class="sections" aria-label="Sections">
              {SECTIONS.map(({ name, label, path }) => (
                <a href={`${base}${path}`} aria-current={name === section ? 'page' : undefined}>
                  {label}
                </a>
              ))}
            </nav>
          </>
        ) : null}
        <AccountMenu person={person} />
      </header>
    </>
  )
}

function AccountMenu({ person }: { person: Person }) {
  const links = [
    ...(person.merchantId ? [['/team', 'Team']] : []),
    ...(person.role && allows(person.role, 'api_key', 'read') ? [['/keys', 'API keys']] : []),
    ['/account/merchants', 'Merchants'],
    ['/account', 'Your account'],
    ['/sign-out', 'Sign out'],
  ] as const
  return (
    <details class="menu">
      <summary>Account</summary>
      <ul>
        <li class="muted">{person.name}</li>
        {links.map(([href, label]) => (
          <li>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** A merchant looks at its real money as soon as it may take some. */
export function fittingMode({ merchantStatus }: Pick<Person, 'merchantStatus'>): Mode {
  return merchantStatus === null || merchantStatus === 'pending' ? 'test' : 'live'
}
