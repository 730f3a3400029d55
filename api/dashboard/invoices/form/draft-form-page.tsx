import { HTMX_PATH } from '../../../pages/assets.ts'
import { ActionForm, DashboardPage, EnterButton } from '../../layout.tsx'
import { ContentFields } from './fields/content-fields.tsx'
import { CustomerFields } from './fields/customer-fields.tsx'
import type { DraftFormProps } from './draft-form-props.ts'
import { DraftSaver } from './draft-state.tsx'
import { MoreFields } from './fields/more-fields.tsx'
import { OrderFields, TakenOverFields } from './fields/order-fields.tsx'

export function DraftFormPage(props: DraftFormProps) {
  const { viewer, saving, isNew, path, currencies, mistakes } = props
  const title = isNew ? 'New invoice' : 'Edit the draft'
  if (currencies.length === 0) {
    return (
      <DashboardPage viewer={viewer} title={title} section="invoices">
        <section class="empty">
          <h2>First, where should the money go?</h2>
          <p>
            {viewer.may('settings', 'write')
              ? 'An invoice needs a payout account in its currency, and this mode has none yet.'
              : 'An invoice needs a payout account in its currency, and this mode has none yet. Ask an owner or an admin to set one.'}
          </p>
          <a class="primary" href={`${viewer.base}/settings/payout-accounts`}>
            Payout accounts
          </a>
        </section>
      </DashboardPage>
    )
  }
  return (
    <DashboardPage viewer={viewer} title={title} section="invoices" mistakes={mistakes} scripts={[HTMX_PATH]}>
      <ActionForm
        viewer={viewer}
        path={path.slice(viewer.base.length)}
        id="invoice-form"
        class="stack reading"
      >
        <EnterButton does="update" />
        <CustomerFields {...props} />
        <ContentFields {...props} />
        <OrderFields fields={props.form.fields} mistakes={mistakes} hasDates />
        <TakenOverFields fields={props.form.fields} mistakes={mistakes} />
        <MoreFields {...props} />
        <section class="card">
          <p>
            Save draft keeps it for you alone: you can look at the page, the e-mail and the PDF, and try the
            whole payment. Send gives it its number, and sends it to the customer at once.
          </p>
          <DraftSaver path={path} saving={saving} viewer={viewer} />
          <div class="actions">
            <button class="primary" name="do" value="save">
              Save draft
            </button>
            <button class="secondary" name="do" value="send">
              Send
            </button>
            <a href={`${viewer.base}/invoices${isNew ? '' : `/${saving.id}`}`}>
              {isNew ? 'Back to the invoices' : 'Back to the draft'}
            </a>
          </div>
        </section>
      </ActionForm>
    </DashboardPage>
  )
}
