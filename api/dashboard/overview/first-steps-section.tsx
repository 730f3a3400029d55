import type { FirstSteps } from '../../../db/summary/read-first-steps.ts'
import type { Viewer } from '../viewer.ts'

export interface FirstStepsProps {
  viewer: Viewer
  steps: FirstSteps
}

interface Step {
  title: string
  text: string
  isDone: boolean
  /** Empty where the role does not allow the step. */
  links: readonly { label: string; path: string }[]
}

/** Leads a new merchant to its first payment, and is absent once everything is done. */
export function FirstStepsSection({ viewer, steps }: FirstStepsProps) {
  const list = listSteps(viewer, steps)
  const done = list.filter(({ isDone }) => isDone).length
  if (done === list.length) return null
  const next = list.find(({ isDone, links }) => !isDone && links.length > 0)
  return (
    <section class="card" aria-labelledby="first">
      <h2 id="first">Your first payment</h2>
      <p>
        {`It takes a few minutes, and in test mode no money moves. ${done} of ${list.length} steps are done.`}
      </p>
      <ol class="rows">
        {list.map((step) => (
          <li>
            <span class={step.isDone ? 'badge paid' : 'badge'}>{step.isDone ? 'Done' : 'To do'}</span>
            <span class="text">
              <strong class="block">{step.title}</strong>
              <span class="muted">{step.text}</span>
            </span>
            {step.isDone
              ? null
              : step.links.map(({ label, path }, index) => (
                  <a
                    class={`${step === next && index === 0 ? 'primary' : 'secondary'} small`}
                    href={viewer.base + path}
                  >
                    {label}
                  </a>
                ))}
          </li>
        ))}
      </ol>
    </section>
  )
}

function listSteps(viewer: Viewer, { isIntroduced, hasPayoutAccount, invoice, isPaid }: FirstSteps): Step[] {
  const maySet = viewer.may('settings', 'write')
  const mayWrite = viewer.may('invoice', 'write')
  return [
    {
      title: 'Say who you are',
      text: 'Name, address, contact, logo and colour, as customers see them on every invoice.',
      isDone: isIntroduced,
      links: maySet
        ? [
            { label: 'Business profile', path: '/settings/profile' },
            { label: 'Logo and colour', path: '/settings/branding' },
          ]
        : [],
    },
    {
      title: 'Say where the money goes',
      text: 'A payout account for each currency in which you ask for money.',
      isDone: hasPayoutAccount,
      links: maySet ? [{ label: 'Payout accounts', path: '/settings/payout-accounts' }] : [],
    },
    {
      title: 'Write an invoice',
      text: 'To yourself: your own e-mail address as the customer’s.',
      isDone: invoice !== null,
      links: mayWrite ? [{ label: 'Write the first invoice', path: '/invoices/new' }] : [],
    },
    {
      title: 'Pay it yourself',
      text: invoice?.isDraft
        ? 'Send it, open its payment link, choose a bank of the sandbox and approve.'
        : 'Open its payment link, choose a bank of the sandbox and approve.',
      isDone: isPaid,
      links: invoice ? [{ label: 'Open the invoice', path: `/invoices/${invoice.id}` }] : [],
    },
  ]
}
