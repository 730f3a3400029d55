import {
  accentsOf,
  type Brand,
  type Colour,
  logoUrl,
  shownSize,
  textOn,
} from '../../../../domain/merchant/brand.ts'
import type { Fields, Mistakes } from '../../../identity/form.ts'
import { LOGO_TYPES } from '../../../merchant/branding/replace-logo.ts'
import { HTMX_PATH } from '../../../pages/assets.ts'
import { Check, Field, FileField, Hidden } from '../../../pages/fields.tsx'
import { ActionForm } from '../../layout.tsx'
import { withShown } from '../../shown-fields.ts'
import type { Viewer } from '../../viewer.ts'
import { SettingsPage } from '../layout.tsx'
import { logoFields } from './branding-form.ts'

export interface BrandingProps {
  viewer: Viewer
  saved: Brand
  /** The sample shows what is entered and not saved yet. */
  shown: Brand
  fields: Fields
  mistakes: Mistakes | undefined
  notice: string | undefined
}

export function BrandingPage(props: BrandingProps) {
  const { viewer, mistakes, notice } = props
  return (
    <SettingsPage
      viewer={viewer}
      title="Logo and colour"
      here="/settings/branding"
      mistakes={mistakes}
      notice={notice}
      scripts={[HTMX_PATH]}
    >
      <p class="reading">
        Payment pages, e-mails and PDFs show them, in test and in live mode. A change holds at once, also for
        invoices that are sent already.
      </p>
      <div class="columns even">
        <div class="stack">
          {viewer.may('settings', 'write') ? (
            <>
              <LogoCard {...props} />
              <ColourForm {...props} />
            </>
          ) : (
            <p class="muted">Owners and admins can change this.</p>
          )}
        </div>
        <Preview {...props} />
      </div>
    </SettingsPage>
  )
}

function LogoCard({ viewer, saved, mistakes }: BrandingProps) {
  const { logo } = saved
  const path = '/settings/branding/logo'
  const { shown } = withShown(logoFields(saved))
  return (
    <section class="card" aria-labelledby="logo-heading">
      <h2 id="logo-heading">Logo</h2>
      {logo ? (
        <>
          <img class="logo" src={logoUrl(saved, '')} alt="Your logo" {...shownSize(logo)} />
          <ActionForm viewer={viewer} path={`${path}/remove`}>
            <Hidden name="shown" value={shown} />
            <button class="secondary small">Remove the logo</button>
          </ActionForm>
        </>
      ) : null}
      <form method="post" action={viewer.base + path} enctype="multipart/form-data">
        <Hidden name="merchant" value={viewer.merchantId} />
        <Hidden name="shown" value={shown} />
        <FileField
          name="logo"
          label={logo ? 'Another image' : 'Image'}
          accept={LOGO_TYPES.join(',')}
          hint="PNG, JPEG, WebP or SVG, up to 5 MB. Text in an SVG should be outlines."
          mistakes={mistakes}
        />
        <button class="primary">Upload the logo</button>
      </form>
    </section>
  )
}

function ColourForm({ viewer, saved, fields, mistakes }: BrandingProps) {
  const path = `${viewer.base}/settings/branding`
  return (
    <ActionForm viewer={viewer} path="/settings/branding" class="card">
      <Hidden name="shown" value={fields['shown']} />
      <h2>Colour and assurance</h2>
      <div
        class="stack"
        hx-get={path}
        hx-include="closest form"
        hx-trigger="input delay:300ms"
        hx-target="#preview"
        hx-select="#preview"
        hx-swap="outerHTML"
        hx-sync="this:replace"
      >
        <Field
          name="accent"
          label="Colour of buttons and links"
          type="color"
          value={fields['accent']}
          mistakes={mistakes}
        />
        <Check
          name="secure_badge"
          label="Say on the page what protects the payer"
          checked={fields['secure_badge'] === 'yes'}
        />
      </div>
      <div class="actions">
        <button class="primary">Save</button>
        <button class="secondary unscripted" formmethod="get" formaction={path}>
          Show the preview
        </button>
        {saved.accent ? (
          <button class="secondary" name="do" value="default">
            Back to the colour of Duewell
          </button>
        ) : null}
      </div>
    </ActionForm>
  )
}

/** Follows what is entered, where the browser runs htmx. */
function Preview({ viewer, shown }: BrandingProps) {
  const { accent, hasSecureBadge } = shown
  const { onLight, onDark } = accentsOf(accent)
  const query = new URLSearchParams({
    ...(accent ? { accent } : {}),
    secure_badge: hasSecureBadge ? 'yes' : 'no',
  })
  const src = `${viewer.base}/settings/branding/customer-page?${query.toString()}`
  return (
    <section class="card" id="preview" aria-labelledby="preview-heading">
      <h2 id="preview-heading">As the customer sees it</h2>
      <div class="swatches">
        <Swatch colour={onLight} label="On light pages" />
        <Swatch colour={onDark} label="On dark pages" />
      </div>
      {accent && (accent !== onLight || accent !== onDark) ? (
        <p class="muted" role="status">
          {`${accent} is hard to read ${
            accent === onLight
              ? 'on dark pages'
              : accent === onDark
                ? 'on light pages'
                : 'on light and on dark pages'
          }, so the nearest colour with enough contrast is shown there.`}
        </p>
      ) : null}
      <iframe class="customer-page" src={src} title="A sample of the payment page"></iframe>
      <ul class="actions">
        <li>
          <a href={src} target="_blank" rel="noopener">
            Open it in a new tab
          </a>
        </li>
        <li>
          <a href={`${viewer.base}/settings/branding/customer-page/invoice.pdf`}>PDF</a>
        </li>
      </ul>
    </section>
  )
}

function Swatch({ colour, label }: { colour: Colour; label: string }) {
  return (
    <figure>
      <svg class="swatch" viewBox="0 0 144 40" role="img" aria-label={`${label}: ${colour}`}>
        <rect width="144" height="40" rx="9" fill={colour} />
        <text x="72" y="25" text-anchor="middle" font-size="14" font-weight="600" fill={textOn(colour)}>
          {colour}
        </text>
      </svg>
      <figcaption class="muted">{label}</figcaption>
    </figure>
  )
}
