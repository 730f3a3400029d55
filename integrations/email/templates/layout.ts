import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import {
  type InvoiceDocument,
  moneyOf,
  type Profile,
  profileLines,
} from '../../../domain/invoice/document.ts'
import { accentsOf, type Colour, logoUrl, shownSize, textOn } from '../../../domain/merchant/brand.ts'
import { withMarks } from '../../../domain/shared/direction.ts'
import { type Locale, localeOf } from '../../../domain/texts/locale.ts'

export interface EmailContent {
  subject: string
  text: string
  html: string
}

export interface Page {
  locale: Locale
  heading: string
  greeting: string
  lines: string[]
  button?: { label: string; url: string }
  pdfUrl?: string
  closing: string
  from: Sender
  brand?: EmailBrand
}

interface EmailBrand {
  accent: Colour
  logo?: { url: string; width: number; height: number }
}

type Sender = Profile | { name: string }

export function page({
  locale,
  heading,
  greeting,
  lines,
  button,
  pdfUrl,
  closing,
  from,
  brand: { accent, logo } = { accent: accentsOf(undefined).onLight },
}: Page): string {
  const paragraph =
    'margin:0 0 12px;font-size:16px;line-height:1.5;white-space:pre-line;overflow-wrap:break-word'
  const action = `display:inline-block;background:${accent};color:${textOn(accent)};text-decoration:none;font-weight:600;padding:14px 28px;border-radius:10px`
  const linked = (line: string) => {
    const [start = '', ...rest] = button ? line.split(button.url) : [line]
    const link = button && html`<a href="${button.url}" style="color:${accent}">${button.url}</a>`
    return [start, ...rest.flatMap((part) => [link, part])]
  }
  const markup = html`<!doctype html>
    <html lang="${locale.tag}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${heading}</title>
      </head>
      <body
        style="margin:0;padding:24px 12px;background:#f4f5f2;color:#1b1f1d;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
      >
        <div style="max-width:520px;margin:0 auto;background:#ffffff;border-radius:14px;padding:28px">
          ${
            logo
              ? html`<img
                  src="${logo.url}"
                  width="${logo.width}"
                  height="${logo.height}"
                  alt=""
                  style="display:block;border:0;margin:0 0 16px"
                />`
              : ''
          }
          <p style="margin:0 0 4px;font-size:14px;color:#5b635e">${from.name}</p>
          <p style="margin:0 0 20px;font-size:30px;font-weight:700;line-height:1.2">${heading}</p>
          ${[greeting, ...lines].filter(Boolean).map((line) => html`<p style="${paragraph}">${linked(line)}</p>`)}
          ${
            button
              ? html`<p style="margin:24px 0">
                    <a href="${button.url}" style="${action}">${button.label}</a>
                  </p>
                  <p style="margin:0 0 20px;font-size:13px;color:#5b635e">
                    ${locale.t('email.open_address')}<br /><a
                      href="${button.url}"
                      style="color:${accent};word-break:break-all"
                      >${button.url}</a
                    >
                  </p>`
              : ''
          }
          ${
            pdfUrl
              ? html`<p style="margin:0 0 20px;font-size:14px">
                  <a href="${pdfUrl}" style="color:${accent}">${locale.t('email.pdf')}</a>
                </p>`
              : ''
          }
          <p style="${paragraph}">${closing ? html`${closing}<br />` : ''}${from.name}</p>
          <p style="margin:16px 0 0;font-size:13px;line-height:1.5;color:#5b635e;white-space:pre-line">
            ${'email' in from ? signatureLines(from, locale).join('\n') : ''}
          </p>
        </div>
      </body>
    </html>` as HtmlEscapedString
  return markup.toString()
}

/** The logo is not embedded, because Postmark limits the size of a batch. */
export function emailBrand({ brand }: InvoiceDocument, payUrl: string): EmailBrand {
  const accent = accentsOf(brand?.accent).onLight
  const url = brand && logoUrl(brand, new URL(payUrl).origin)
  return url && brand.logo ? { accent, logo: { url, ...shownSize(brand.logo) } } : { accent }
}

function signatureLines(merchant: Profile, locale: Locale): string[] {
  const lines = profileLines(merchant, locale)
  return lines.length > 1 ? lines : []
}

export function duewellEmail({
  subject,
  heading,
  to,
  lines,
  button,
}: Pick<Page, 'heading' | 'lines' | 'button'> & { subject: string; to: string }): EmailContent {
  const greeting = `Dear ${to},`
  const address = button ? `${button.label}: ${button.url}` : ''
  return {
    subject: subjectLine(subject),
    text: paragraphs(greeting, ...lines, address, 'Duewell'),
    html: page({
      locale: localeOf(),
      heading,
      greeting,
      lines,
      ...(button ? { button } : {}),
      closing: 'Kind regards,',
      from: { name: 'Duewell' },
    }),
  }
}

export function signature(merchant: Profile, locale: Locale): string {
  return [merchant.name, ...signatureLines(merchant, locale)].join('\n')
}

export function paragraphs(...texts: string[]): string {
  return withMarks(`${texts.filter(Boolean).join('\n\n')}\n`)
}

export function refundFacts(document: InvoiceDocument, locale: Locale): string[] {
  const { amountRefunded: refunded, amountRefundPending: pending } = document
  const money = moneyOf(document, locale)
  return [
    ...(refunded > 0 ? [locale.t('email.given_back', { amount: money(refunded) })] : []),
    ...(pending > 0 ? [locale.t('refund.pending_amount', { amount: money(pending) })] : []),
  ]
}

/** Control characters become spaces, so that a text cannot add mail headers. */
export function subjectLine(text: string): string {
  return withMarks(text.replace(/[\p{Cc}\s]+/gu, ' ').trim())
}
