import type { EmailContent } from '../../../../integrations/email/templates/index.ts'
import { DashboardPage } from '../../layout.tsx'
import type { Viewer } from '../../viewer.ts'

export interface EmailPageProps {
  viewer: Viewer
  invoiceId: string
  to: string
  email: EmailContent
}

export function EmailPage({ viewer, invoiceId, to, email: { subject, text } }: EmailPageProps) {
  const path = `${viewer.base}/invoices/${invoiceId}`
  return (
    <DashboardPage viewer={viewer} title="The e-mail to the customer" section="invoices">
      <section class="card reading">
        <dl class="facts">
          <dt>To</dt>
          <dd>{to}</dd>
          <dt>Subject</dt>
          <dd>{subject}</dd>
          <dt>Attached</dt>
          <dd>
            <a href={`${path}/invoice.pdf`}>The invoice as PDF</a>
          </dd>
        </dl>
        <p>
          <a href={`${path}/email.html`} target="_blank" rel="noopener">
            Look at it as most mail programs show it
          </a>
        </p>
        <h2>As plain text</h2>
        <p class="pre letter">{text}</p>
      </section>
      <p>
        <a href={path}>Back to the invoice</a>
      </p>
    </DashboardPage>
  )
}
