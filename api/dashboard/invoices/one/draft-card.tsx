import { type Attempt, CommandForm } from '../../command-form.tsx'
import { day } from '../../format.ts'
import { ActionForm } from '../../layout.tsx'
import type { InvoiceView } from './load-invoice-view.ts'
import type { Viewer } from '../../viewer.ts'

export interface DraftProps {
  viewer: Viewer
  view: InvoiceView
  attempt: Attempt | undefined
}

export function DraftCard({ viewer, view: { row }, attempt }: DraftProps) {
  if (!viewer.may('invoice', 'write')) return null
  const { id, customerName, customerEmail, customerPhone, channels, dueDate } = row
  const places = [
    ...(channels.includes('email') ? [customerEmail] : []),
    ...(channels.includes('sms') && customerPhone ? [customerPhone] : []),
  ]
  return (
    <section class="card" aria-labelledby="draft">
      <h2 id="draft">Not sent yet</h2>
      <ActionForm viewer={viewer} path={`/invoices/${id}/send`}>
        <p>
          {`Send gives the invoice its number and its payment link, and sends it to ${customerName} at ${places.join(' and ')} at once. It is due on ${day(dueDate)}. After that it can be voided, but neither edited nor deleted.`}
        </p>
        <div class="actions">
          <button class="primary">Send</button>
          <a class="secondary" href={`${viewer.base}/invoices/${id}/edit`}>
            Edit
          </a>
          <a href={`${viewer.base}/invoices/new?from=${id}`}>Write a new one like this</a>
        </div>
      </ActionForm>
      <CommandForm
        viewer={viewer}
        subject={`/invoices/${row.id}`}
        command="delete"
        attempt={attempt}
        title="Delete the draft"
        consequence="The draft is gone for good. Its customer stays."
      >
        <button class="danger">Delete the draft</button>
      </CommandForm>
    </section>
  )
}
