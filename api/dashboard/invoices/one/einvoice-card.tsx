import type { Clearance } from '../../../../domain/einvoice/clearance.ts'
import type { EInvoiceFormat } from '../../../../domain/einvoice/format.ts'
import { localeOf } from '../../../../domain/texts/locale.ts'
import type { EInvoiceOverview } from '../../../merchant/invoices/view/einvoice.ts'
import { EINVOICE_NAMES } from '../../einvoice-options.ts'
import type { Viewer } from '../../viewer.ts'
import type { InvoiceView } from './load-invoice-view.ts'

const ABOUT: Record<EInvoiceFormat, string> = {
  factur_x: 'The PDF, with the figures inside it for the customer’s accounting program.',
  xrechnung: 'A file for German authorities and companies.',
  peppol: 'A file for the Peppol network. It is not sent from here.',
}

export function EInvoiceCard({ viewer, view }: { viewer: Viewer; view: InvoiceView }) {
  const { row, eInvoice } = view
  const isDraft = row.status === 'draft'
  return (
    <section class="card" aria-labelledby="einvoice">
      <h2 id="einvoice">E-invoice</h2>
      <ClearanceNotice overview={eInvoice} />
      <p class="muted">
        {isDraft
          ? 'What each format still lacks. Fill it in before you send the invoice: afterwards its contents stay as they are.'
          : 'The files state the figures of the day on which the invoice was sent, and never change.'}
      </p>
      <ul class="rows">
        {eInvoice.formats.map(({ format, missing }) => (
          <li>
            <span>
              {isDraft || missing.length > 0 ? (
                <strong>{EINVOICE_NAMES[format]}</strong>
              ) : (
                <a href={`${viewer.base}/invoices/${row.id}/einvoice/${format}`}>{EINVOICE_NAMES[format]}</a>
              )}
              <span class="muted block">{ABOUT[format]}</span>
              {missing.length === 0 ? (
                isDraft ? (
                  <span class="block">Nothing is missing.</span>
                ) : null
              ) : (
                <details class="disclosure">
                  <summary>
                    {missing.length === 1 ? 'One thing is missing' : `${missing.length} things are missing`}
                  </summary>
                  <ul>
                    {missing.map(({ detail }) => (
                      <li>{detail}</li>
                    ))}
                  </ul>
                </details>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const DUTIES: Record<Clearance['kind'], (country: string, system: string) => string> = {
  clearance: (country, system) =>
    `The PDF is not the tax invoice. In ${country}, the invoice to a business has to go through ${system}. Enter it there too.`,
  network: (country, system) =>
    `The PDF is not the tax invoice. In ${country}, businesses send each other e-invoices by ${system}. Send it there too.`,
  reporting: (country, system) =>
    `In ${country}, the figures of the invoice also have to be reported to ${system}. Duewell does not do that.`,
}

function ClearanceNotice({ overview: { clearance } }: { overview: EInvoiceOverview }) {
  if (!clearance) return null
  const { country, kind, system, source } = clearance
  return (
    <p class="notice bad">
      {`${DUTIES[kind](localeOf('en').country(country), system)} `}
      <a href={source} target="_blank" rel="noopener noreferrer">
        What the authority says
      </a>
    </p>
  )
}
