import { allows, type Resource } from '../../domain/identity/roles.ts'
import type { Person } from '../../identity/identity.ts'
import { fittingMode } from './header.tsx'

interface Link {
  /** A path of `/settings` follows the path of the mode. */
  path: string
  label: string
  text: string
  needs?: Resource
}

/** The order is that in which a new merchant needs the pages. */
const GROUPS = [
  {
    title: 'Your business',
    links: [
      {
        path: '/settings/payout-accounts',
        label: 'Payout accounts',
        text: 'Where the money goes, by currency.',
        needs: 'settings',
      },
      {
        path: '/settings/profile',
        label: 'Business profile',
        text: 'Names, address, contact, numbers and terms, as invoices state them.',
        needs: 'settings',
      },
      {
        path: '/settings/branding',
        label: 'Logo and colour',
        text: 'How payment pages, e-mails and PDFs look.',
        needs: 'settings',
      },
    ],
  },
  {
    title: 'Invoices and messages',
    links: [
      {
        path: '/settings/invoicing',
        label: 'Numbers, dates and money',
        text: 'Invoice numbers, time zone, links, and money that was not expected.',
        needs: 'settings',
      },
      {
        path: '/settings/reminders',
        label: 'Reminders',
        text: 'On which days, at what time and how customers are reminded.',
        needs: 'settings',
      },
      {
        path: '/settings/messages',
        label: 'Texts of messages',
        text: 'Your own words in e-mails and text messages, in each language.',
        needs: 'settings',
      },
      {
        path: '/settings/notices',
        label: 'E-mails to you',
        text: 'Which notices you get, and a summary of each day.',
        needs: 'settings',
      },
    ],
  },
  {
    title: 'People and programs',
    links: [
      { path: '/team', label: 'Team', text: 'Who may sign in, and what they may do.' },
      {
        path: '/keys',
        label: 'API keys',
        text: 'For programs that use the API.',
        needs: 'api_key',
      },
      {
        path: '/settings/changes',
        label: 'Who changed what',
        text: 'Every change of a setting, with its person, from what and to what.',
        needs: 'settings',
      },
      {
        path: '/settings/webhooks',
        label: 'Webhooks',
        text: 'Events for your own servers, and what became of each.',
        needs: 'webhook',
      },
      { path: '/account', label: 'Your account', text: 'Password, two-factor sign-in, devices.' },
    ],
  },
] as const satisfies readonly { title: string; links: readonly Link[] }[]

type SettingsPath = (typeof GROUPS)[number]['links'][number]['path']

export interface SettingsNavProps {
  person: Person
  /** The path is absent on pages of an account, which belong to no mode. */
  base?: string
}

export interface SettingsPlace {
  here: SettingsPath
  /** The page is below the one that `here` names. */
  isBelow?: boolean | undefined
}

/** A narrow screen shows only links to the hub and to the page above. */
export function SettingsNav({ person, base, here, isBelow = false }: SettingsNavProps & SettingsPlace) {
  const hub = `${baseFor(person, base)}/settings`
  const above = groupsFor(person).flatMap(({ links }) => links.filter(({ path }) => isBelow && path === here))
  return (
    <nav class="side-nav" aria-label="Settings">
      <p class="to-hub">
        <a href={hub}>All settings</a>
        {above.map(({ path, label }) => (
          <a href={hrefOf(person, base, path)}>{label}</a>
        ))}
      </p>
      {groupsFor(person).map(({ title, links }) => (
        <div>
          <p class="muted">{title}</p>
          <ul>
            {links.map(({ path, label }) => (
              <li>
                <a
                  href={hrefOf(person, base, path)}
                  aria-current={path === here ? (isBelow ? 'true' : 'page') : undefined}
                >
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

export function SettingsHub({ person, base }: SettingsNavProps) {
  return (
    <>
      {groupsFor(person).map(({ title, links }) => (
        <section class="stack">
          <h2>{title}</h2>
          <ul class="tiles">
            {links.map(({ path, label, text }) => (
              <li class="card">
                <h3>
                  <a href={hrefOf(person, base, path)}>{label}</a>
                </h3>
                <p class="muted">{text}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function groupsFor({ role }: Person) {
  const mayRead = ({ needs }: Pick<Link, 'needs'>) =>
    needs === undefined || (role !== null && allows(role, needs, 'read'))
  return GROUPS.map(({ title, links }) => ({
    title,
    links: (links as readonly (Link & { path: SettingsPath })[]).filter(mayRead),
  }))
}

function hrefOf(person: Person, base: string | undefined, path: string): string {
  return path.startsWith('/settings/') ? `${baseFor(person, base)}${path}` : path
}

function baseFor(person: Person, base: string | undefined): string {
  return base ?? `/dashboard/${fittingMode(person)}`
}
