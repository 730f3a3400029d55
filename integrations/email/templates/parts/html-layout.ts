import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { type InvoiceDocument, type Profile, profileLines } from '../../../../domain/invoice/document.ts'
import { accentsOf, type Colour, logoUrl, shownSize, textOn } from '../../../../domain/merchant/brand.ts'
import type { Locale } from '../../../../domain/texts/locale.ts'
import { darkStyle, INLINE, linkStyle } from './html-style.ts'

export interface Page {
  locale: Locale
  heading: string
  greeting: string
  lines: string[]
  facts?: Fact[]
  /** The lines stand below the facts, such as another way to pay. */
  notes?: string[]
  button?: { label: string; url: string }
  pdfUrl?: string
  closing: string
  from: Sender
  brand?: EmailBrand
}

export type Fact = readonly [label: string, value: string]

interface EmailBrand {
  onLight: Colour
  onDark: Colour
  logo?: { url: string; width: number; height: number }
}

type Sender = Profile | { name: string }

type Mail = Page & { brand: EmailBrand }

/**
 * Outlook needs tables and attributes. Gmail can leave out style sheets.
 *
 * @see https://www.caniemail.com
 */
export function page(given: Page): string {
  const mail = { ...given, brand: given.brand ?? accentsOf(undefined) }
  const { locale, heading, greeting, lines, facts = [], notes = [], closing, from, brand } = mail
  const markup = html`<!doctype html>
    <html lang="${locale.tag}" xmlns:o="urn:schemas-microsoft-com:office:office">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <title>${heading}</title>
        ${OUTLOOK_HEAD} ${darkStyle(brand)}
      </head>
      <body class="page" style="${INLINE.body}">
        <table role="presentation" width="100%" ${PLAIN_TABLE} class="page" style="${INLINE.outer}">
          <tr>
            <td align="center" style="padding:24px 12px">
              ${OUTLOOK_COLUMN.start}
              <table role="presentation" width="100%" ${PLAIN_TABLE} class="card" style="${INLINE.card}">
                <tr>
                  <td align="left" style="${INLINE.inner}">
                    ${logoOf(brand)}
                    <p class="muted" style="${INLINE.sender}">${from.name}</p>
                    <h1 style="${INLINE.heading}">${heading}</h1>
                    ${[greeting, ...lines].map((line) => paragraph(line, mail))} ${factsTable(facts)}
                    ${notes.map((note) => paragraph(note, mail))} ${buttonOf(mail)}
                    <p style="${INLINE.paragraph}">${closing ? html`${closing}<br />` : ''}${from.name}</p>
                    ${signatureOf(from, locale)}
                  </td>
                </tr>
              </table>
              ${OUTLOOK_COLUMN.end}
            </td>
          </tr>
        </table>
      </body>
    </html>` as HtmlEscapedString
  return markup.toString()
}

/** The logo is not embedded, because Postmark limits the size of a batch. */
export function emailBrand({ brand }: InvoiceDocument, payUrl: string): EmailBrand {
  const accents = accentsOf(brand?.accent)
  const url = brand && logoUrl(brand, new URL(payUrl).origin)
  return url && brand.logo ? { ...accents, logo: { url, ...shownSize(brand.logo) } } : accents
}

export function signatureLines(merchant: Profile, locale: Locale): string[] {
  const lines = profileLines(merchant, locale)
  return lines.length > 1 ? lines : []
}

const PLAIN_TABLE = raw('cellpadding="0" cellspacing="0" border="0"')

/** Outlook scales images on dense displays, and takes Times for an unknown font. */
const OUTLOOK_HEAD = raw(
  '<!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml>' +
    "<style>body,table,td,p,a,h1{font-family:'Segoe UI',Arial,sans-serif!important}</style><![endif]-->",
)

/** Outlook ignores `max-width`. */
const OUTLOOK_COLUMN = {
  start: raw(
    '<!--[if mso]><table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->',
  ),
  end: raw('<!--[if mso]></td></tr></table><![endif]-->'),
}

function logoOf({ logo }: EmailBrand) {
  if (!logo) return ''
  const { url, width, height } = logo
  return html`<p style="margin:0 0 16px">
    <img src="${url}" width="${width}" height="${height}" alt="" class="logo" style="${INLINE.logo}" />
  </p>`
}

/** Outlook ignores `white-space`, so each line ends with an element. */
function paragraph(text: string, { button, brand }: Mail) {
  if (text === '') return ''
  const rows = text.split('\n').map((row) => linked(row, button?.url, brand))
  const [first, ...rest] = rows
  return html`<p style="${INLINE.paragraph}">${first}${rest.map((row) => [BREAK, row])}</p>`
}

const BREAK = raw('<br />')

function linked(text: string, url: string | undefined, brand: EmailBrand) {
  if (url === undefined) return text
  const [start = '', ...rest] = text.split(url)
  const link = html`<a href="${url}" class="accent" style="${linkStyle(brand)}">${url}</a>`
  return [start, ...rest.flatMap((part) => [link, part])]
}

function factsTable(facts: readonly Fact[]) {
  if (facts.length === 0) return ''
  return html`<table width="100%" ${PLAIN_TABLE} style="${INLINE.facts}">
    ${facts.map(
      ([label, value]) =>
        html`<tr>
          <th scope="row" align="left" valign="top" class="line muted" style="${INLINE.label}">${label}</th>
          <td align="right" valign="top" class="line" style="${INLINE.value}">${value}</td>
        </tr>`,
    )}
  </table>`
}

/** Outlook ignores the padding of a link, and takes `mso-padding-alt` of its cell. */
function buttonOf({ button, pdfUrl, locale, brand }: Mail) {
  if (!button) return ''
  const { label, url } = button
  const { onLight } = brand
  const colours = `background:${onLight};color:${textOn(onLight)}`
  return html`<table role="presentation" ${PLAIN_TABLE} style="margin:24px 0">
      <tr>
        <td align="center" bgcolor="${onLight}" class="button" style="${INLINE.buttonCell}">
          <a href="${url}" style="${INLINE.button};${colours}" class="button">${label}</a>
        </td>
      </tr>
    </table>
    <p class="muted" style="${INLINE.small}">
      ${locale.t('email.open_address')}<br /><a href="${url}" class="accent" style="${linkStyle(brand)}"
        >${url}</a
      >
    </p>
    ${
      pdfUrl
        ? html`<p style="${INLINE.small}">
            <a href="${pdfUrl}" class="accent" style="${linkStyle(brand)}">${locale.t('email.pdf')}</a>
          </p>`
        : ''
    }`
}

function signatureOf(from: Sender, locale: Locale) {
  const [first, ...rest] = 'email' in from ? signatureLines(from, locale) : []
  if (first === undefined) return ''
  return html`<p class="muted" style="${INLINE.signature}">${first}${rest.map((line) => [BREAK, line])}</p>`
}
